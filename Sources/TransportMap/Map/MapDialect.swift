/// The settings of main.cf that change how Postfix reads a table.
public struct MapDialect: Hashable, Sendable {
    /// Whether lines that are not UTF-8 are ignored and keys beyond ASCII are case-folded:
    /// `smtputf8_enable`, which is on unless `compatibility_level` is 0.
    public var requiresUTF8: Bool

    /// Creates a dialect.
    public init(requiresUTF8: Bool = true) {
        self.requiresUTF8 = requiresUTF8
    }
}
