import AlertPolicy
import Settings
import StateStore
import WebhookDelivery

/// Delivers what waits in the outbox: in order for each webhook, and all webhooks at once.
struct OutboxDelivery: Sendable {
    /// What became of one attempt.
    struct Attempt: Sendable {
        /// The webhook's name.
        let webhook: String
        /// The event.
        let event: AlertEvent
        /// How it ended, in one line without secrets.
        let reason: String
        /// What happens with the event.
        let decision: DeliveryDecision
    }

    let memory: RunMemory
    let webhooks: [WebhookSettings]
    let sending: WebhookSending
    private let schedule = RetrySchedule()

    /// Creates the delivery of one command.
    init(memory: RunMemory, webhooks: [WebhookSettings], sending: WebhookSending) {
        self.memory = memory
        self.webhooks = webhooks
        self.sending = sending
    }

    /// Delivers what is due until the time is up; what is left goes next time.
    ///
    /// - Parameter only: The one webhook that is meant; `nil` for all.
    /// - Returns: The attempts, those of each webhook in order.
    func deliver(only: String? = nil) async -> [Attempt] {
        let now = Timestamp.now
        let due = await memory.attempt { store throws(StateStoreError) in
            try store.webhooksDue(at: now)
        }
        let wanted = webhooks.filter { webhook in
            due?.contains(webhook.name) == true && (only == nil || only == webhook.name)
        }
        return await withTaskGroup(of: [Attempt].self) { group in
            for webhook in wanted { group.addTask { await deliver(to: webhook) } }
            var attempts: [Attempt] = []
            for await some in group { attempts += some }
            return attempts.sorted { $0.webhook < $1.webhook }
        }
    }

    private func deliver(to webhook: WebhookSettings) async -> [Attempt] {
        var attempts: [Attempt] = []
        while sending.hasTime {
            let now = Timestamp.now
            let next = await memory.attempt { store throws(StateStoreError) in
                try store.due(webhook.name, at: now)
            }
            guard let entry = next.flatMap(\.self) else { break }
            let outcome = await sending.send(entry.event, to: webhook, at: Timestamp.now)
            guard let attempt = conclude(entry, outcome) else { break }
            attempts.append(attempt)
            guard await record(attempt) else { break }
        }
        return attempts
    }

    private func conclude(
        _ entry: OutboxEntry,
        _ outcome: WebhookDelivery.DeliveryOutcome
    ) -> Attempt? {
        let now = Timestamp.now
        guard let answer = outcome.answer(at: now) else { return nil }
        let decision = schedule.decide(
            answer,
            attempts: entry.attempts + 1,
            createdAt: entry.created,
            at: now,
            random: UInt64.random(in: .min ... .max)
        )
        return Attempt(
            webhook: entry.webhook,
            event: entry.event,
            reason: outcome.description,
            decision: decision
        )
    }

    /// Remembers how an attempt ended; false when that is not possible, and the next would be blind.
    private func record(_ attempt: Attempt) async -> Bool {
        let outcome: RecordedOutcome =
            switch attempt.decision {
            case .delivered: .delivered
            case .retry(let time): .retry(at: time, error: attempt.reason)
            case .refused: .failed(error: attempt.reason)
            case .givenUp:
                .failed(
                    error: "given up after \(schedule.giveUpAfter / 86_400) days: \(attempt.reason)"
                )
            case .disabled: .gone(error: attempt.reason)
            }
        let now = Timestamp.now
        let isRecorded = await memory.attempt { store throws(StateStoreError) in
            try store.record(outcome, of: attempt.event.id, to: attempt.webhook, at: now)
        }
        return isRecorded == true
    }
}

extension OutboxDelivery.Attempt {
    /// What happened, in one line.
    var sentence: String {
        switch decision {
        case .delivered: "webhook '\(webhook)' has taken \(event.kind.rawValue)"
        case .retry:
            "webhook '\(webhook)' did not take \(event.kind.rawValue), to be tried again: \(reason)"
        case .refused, .givenUp:
            "webhook '\(webhook)' will never be told of \(event.kind.rawValue): \(reason)"
        case .disabled:
            "webhook '\(webhook)' wants no more and is disabled; mxprobe webhook flush NAME enables it again"
        }
    }
}
