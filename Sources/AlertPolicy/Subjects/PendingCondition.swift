/// A condition that does not stand yet.
public struct PendingCondition: Hashable, Sendable, Codable {
    /// The condition.
    public var condition: Condition
    /// How many runs in a row found it.
    public var runs: Int
    /// The time of the first of them, in seconds since 1970 (UTC).
    public var since: Int64

    /// Creates a pending condition.
    public init(condition: Condition, runs: Int, since: Int64) {
        self.condition = condition
        self.runs = runs
        self.since = since
    }
}
