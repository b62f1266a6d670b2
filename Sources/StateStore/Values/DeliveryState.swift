/// Where the delivery of one event to one webhook stands.
package enum DeliveryState: String, Hashable, Sendable, CaseIterable {
    /// To be tried, or tried again.
    case pending
    /// The receiver has taken it.
    case delivered
    /// It is given up.
    case failed = "failed-final"
    /// The webhook is disabled; the event waits for somebody to enable it.
    case disabled
}
