/// A change of one parameter of main.cf, planned and not yet made.
public struct MainEdit: Hashable, Sendable {
    /// The parameter.
    public let parameter: String

    /// Its value as main.cf has it, `$name` not expanded.
    public let oldValue: String

    /// The value that it is to have.
    public let newValue: String

    /// What makes the change and what has Postfix take notice of it, to be shown before it is run.
    public let commands: [ShellCommand]

    /// Whether main.cf says already what it is to say.
    public var isDone: Bool { oldValue == newValue }
}
