/// A transport entry that diverts.
public struct DivertedEntry: Hashable, Sendable, Codable {
    /// The pattern.
    public var pattern: String
    /// The result.
    public var result: String

    /// Creates an entry.
    public init(pattern: String, result: String) {
        self.pattern = pattern
        self.result = result
    }
}
