/// The mail that waits for one domain in Postfix's queue (postqueue(1), `-j`).
public struct QueueSummary: Hashable, Sendable {
    /// The messages with at least one recipient in the domain.
    public var messages: Int

    /// Their recipients in the domain.
    public var recipients: Int

    /// When the oldest arrived, in seconds since 1970 (UTC); `nil` where none waits.
    public var oldestArrival: Int64?

    /// Why they wait, the most frequent reason first; safe to print.
    public var reasons: [Reason]

    /// How long Postfix keeps trying (`maximal_queue_lifetime`), in seconds; `nil` where it is not known.
    public var lifetime: Int64?

    /// When the queue was read, in seconds since 1970 (UTC).
    public var readAt: Int64

    /// Creates a summary of an empty queue.
    public init(readAt: Int64, lifetime: Int64? = nil) {
        self.readAt = readAt
        self.lifetime = lifetime
        messages = 0
        recipients = 0
        reasons = []
    }

    /// Why recipients wait.
    public struct Reason: Hashable, Sendable {
        /// The text that Postfix keeps, safe to print.
        public var text: String
        /// How many recipients wait for it.
        public var recipients: Int

        /// Creates a reason.
        public init(_ text: String, recipients: Int) {
            self.text = text
            self.recipients = recipients
        }
    }

    /// How long until Postfix returns the oldest message, in seconds, 0 when it is due; `nil` where that is not known.
    public var timeLeft: Int64? {
        guard let oldestArrival, let lifetime else { return nil }
        let (end, overflow) = oldestArrival.addingReportingOverflow(lifetime)
        return overflow ? nil : max(0, end - readAt)
    }
}
