/// How one attempt of a delivery ended; texts are redacted before they come here.
package enum DeliveryOutcome: Hashable, Sendable {
    /// The receiver has taken it.
    case delivered
    /// To be tried again at a time in seconds since 1970 (UTC).
    case retry(at: Int64, error: String)
    /// Never to be tried again; later events go on.
    case failed(error: String)
    /// The receiver has gone for good (HTTP 410): nothing more goes to this webhook.
    case gone(error: String)
}
