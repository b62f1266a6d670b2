/// What waits for one webhook, and what became of the rest.
package struct WebhookQueue: Hashable, Sendable {
    /// The webhook.
    package let webhook: String
    /// How many events stand in each state.
    package var counts: [DeliveryState: Int] = [:]
    /// When the oldest pending event was queued, in seconds since 1970 (UTC).
    package var oldestPending: Int64?
    /// When the first pending event may be tried, in seconds since 1970 (UTC).
    package var nextAttempt: Int64?
    /// Why the first pending event was not taken yet.
    package var lastError: String?
    /// Since when nothing is sent to it, in seconds since 1970 (UTC); `nil` when it is in use.
    package var disabledSince: Int64?
    /// Why nothing is sent to it.
    package var disabledReason: String?

    /// Creates an empty queue.
    package init(webhook: String) { self.webhook = webhook }
}
