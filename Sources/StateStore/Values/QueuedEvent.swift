package import AlertPolicy

/// An event and the webhooks that want it.
package struct QueuedEvent: Hashable, Sendable {
    /// The event.
    package let event: AlertEvent

    /// The names of the webhooks, each once.
    package let webhooks: [String]

    /// Creates a queued event.
    package init(_ event: AlertEvent, webhooks: [String]) {
        self.event = event
        self.webhooks = webhooks
    }
}
