/// How sure a verdict is.
public enum Confidence: String, Hashable, Sendable, Codable, CaseIterable {
    /// Chance explains what was seen less than once in 1,000,000.
    case conclusive
    /// Chance explains what was seen less than once in 1,000.
    case likely
}
