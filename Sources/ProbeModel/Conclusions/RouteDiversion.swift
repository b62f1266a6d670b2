/// What a diverted domain's transport entry was.
public struct RouteDiversion: Hashable, Sendable {
    /// The result of the entry that stood there before; `nil` where there was none.
    public var original: String?

    /// Whether the entry can be put back as it was; false where it was changed by hand since.
    public var isIntact: Bool

    /// Creates a description of a diversion.
    public init(original: String?, isIntact: Bool = true) {
        self.original = original
        self.isIntact = isIntact
    }
}
