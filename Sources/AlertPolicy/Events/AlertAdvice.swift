public import ProbeModel

/// A recommendation as an event keeps it.
public struct AlertAdvice: Hashable, Sendable, Codable {
    /// The kind of change.
    public var action: Recommendation.Action
    /// The pattern of the transport entry.
    public var pattern: String?
    /// The result of the transport entry, or the nexthop.
    public var result: String?
    /// Whether the acceptance check passed on the very endpoint that the result names.
    public var verified: Bool
    /// Why, in one sentence, safe to print.
    public var reason: String

    /// Creates advice.
    public init(
        action: Recommendation.Action,
        pattern: String? = nil,
        result: String? = nil,
        verified: Bool = false,
        reason: String
    ) {
        self.action = action
        self.pattern = pattern
        self.result = result
        self.verified = verified
        self.reason = reason
    }

    /// Keeps a recommendation.
    public init(_ recommendation: Recommendation) {
        self.init(
            action: recommendation.action,
            pattern: recommendation.pattern,
            result: recommendation.result,
            verified: recommendation.verified,
            reason: recommendation.reason
        )
    }
}
