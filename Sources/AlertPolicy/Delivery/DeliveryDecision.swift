/// What happens with an event after an attempt.
public enum DeliveryDecision: Hashable, Sendable {
    /// It arrived.
    case delivered
    /// Try again, not before this time, in seconds since 1970 (UTC).
    case retry(notBefore: Int64)
    /// It is not accepted, and never will be.
    case refused
    /// It is not accepted, and the receiver wants nothing more (410).
    case disabled
    /// It was tried for so long that it is given up.
    case givenUp
}
