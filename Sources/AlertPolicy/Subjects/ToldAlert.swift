/// An alert that was told and not yet ended.
public struct ToldAlert: Hashable, Sendable, Codable {
    /// The condition that was told last.
    public var condition: Condition
    /// Whether flapping was told.
    public var isFlapping: Bool
    /// When the condition began that opened the alert, in seconds since 1970 (UTC).
    public var openedAt: Int64
    /// When it was last told of.
    public var toldAt: Int64

    /// Creates an alert.
    public init(condition: Condition, isFlapping: Bool, openedAt: Int64, toldAt: Int64) {
        self.condition = condition
        self.isFlapping = isFlapping
        self.openedAt = openedAt
        self.toldAt = toldAt
    }
}
