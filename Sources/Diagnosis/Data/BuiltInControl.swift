public import ProbeModel

/// A control that comes with the program, and why it may be relied on.
public struct BuiltInControl: Hashable, Sendable {
    /// The control.
    public let control: Control

    /// The operator's own public page that says port 25 and the reference ports are open on that name.
    public let source: String

    /// When the page was last read, as `YYYY-MM-DD`.
    public let checked: String
}
