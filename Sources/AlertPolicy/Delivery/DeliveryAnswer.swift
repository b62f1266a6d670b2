/// How one attempt to deliver an event ended.
public enum DeliveryAnswer: Hashable, Sendable {
    /// An HTTP status, with what the server asks in `Retry-After`.
    case status(Int, retryAfter: String?)
    /// No answer: name lookup, connection, TLS, a timeout, an answer that is no HTTP.
    case noAnswer
}

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
