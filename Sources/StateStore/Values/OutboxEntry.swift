package import AlertPolicy

/// One event on its way to one webhook.
package struct OutboxEntry: Hashable, Sendable {
    /// The event.
    package let event: AlertEvent
    /// The name of the webhook.
    package let webhook: String
    /// Where it stands.
    package let state: DeliveryState
    /// How often it was tried.
    package let attempts: Int
    /// When it may be tried again, in seconds since 1970 (UTC).
    package let nextAttempt: Int64
    /// Why the last attempt failed; `nil` when none has.
    package let lastError: String?
    /// When it was queued, in seconds since 1970 (UTC).
    package let created: Int64

    /// Creates an entry.
    package init(
        event: AlertEvent,
        webhook: String,
        state: DeliveryState,
        attempts: Int,
        nextAttempt: Int64,
        lastError: String?,
        created: Int64
    ) {
        self.event = event
        self.webhook = webhook
        self.state = state
        self.attempts = attempts
        self.nextAttempt = nextAttempt
        self.lastError = lastError
        self.created = created
    }
}
