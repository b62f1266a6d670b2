/// The parameters of main.cf in effect, with `$name` expanded, as `postconf -x` prints them.
public struct MainParameters: Hashable, Sendable {
    private let values: [String: String]

    /// Takes parameters by name.
    public init(_ values: [String: String]) { self.values = values }

    /// The value of a parameter; `nil` where this Postfix does not know it, empty where it is set to nothing.
    public subscript(name: String) -> String? { values[name] }
}
