/// How one attempt to deliver an event ended.
public enum DeliveryAnswer: Hashable, Sendable {
    /// An HTTP status, with what the server asks in `Retry-After`.
    case status(Int, retryAfter: String?)
    /// No answer: name lookup, connection, TLS, a timeout, an answer that is no HTTP.
    case noAnswer
}
