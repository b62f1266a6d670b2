import AlertPolicy
import ProbeModel
import Rendering
import StateStore

/// What waits for the webhooks, as text and JSON.
struct QueueReport {
    let queues: [WebhookQueue]
    let waiting: [OutboxEntry]
    let heartbeat: HeartbeatStatus?

    /// A line for each webhook, and one below it for each event that waits.
    var text: String {
        guard !queues.isEmpty || heartbeat != nil else {
            return "no webhook is configured, and nothing waits\n"
        }
        var lines = AlignedTable.lines(
            [["WEBHOOK", "PENDING", "DELIVERED", "FAILED", "HELD", "STATE"]] + queues.map(row)
        )
        if !waiting.isEmpty {
            lines.append("")
            lines += AlignedTable.lines(
                [["WAITING", "FOR", "EVENT", "TRIES", "NEXT TRY", "LAST ERROR"]]
                    + waiting.map(row)
            )
        }
        if let heartbeat { lines += ["", "heartbeat: \(Self.sentence(heartbeat))"] }
        return lines.map { $0 + "\n" }.joined()
    }

    /// The same for machines.
    var json: JSONValue {
        [
            "webhooks": .array(queues.map(object)),
            "waiting": .array(waiting.map(object)),
            "heartbeat": heartbeat.map { status in
                [
                    "last_attempt": .string(Timestamp.text(status.lastAttempt)),
                    "last_success": Self.time(status.lastSuccess),
                    "last_error": Self.text(status.lastError),
                ]
            } ?? .null,
        ]
    }

    private func row(_ queue: WebhookQueue) -> [String] {
        let state: String
        if let since = queue.disabledSince {
            state = "disabled since \(Timestamp.text(since)): \(queue.disabledReason ?? "")"
        } else {
            state = queue.lastError ?? "in use"
        }
        let counts = [DeliveryState.pending, .delivered, .failed, .disabled]
        return [queue.webhook] + counts.map { String(queue.counts[$0] ?? 0) } + [state]
    }

    private func row(_ entry: OutboxEntry) -> [String] {
        [
            Timestamp.text(entry.created), entry.webhook,
            "\(entry.event.kind.rawValue) \(entry.event.subject?.key ?? "")",
            String(entry.attempts), Timestamp.text(entry.nextAttempt), entry.lastError ?? "none",
        ]
    }

    private func object(_ queue: WebhookQueue) -> JSONValue {
        let counts = DeliveryState.allCases.map { state in
            JSONValue.Member(
                key: state.rawValue,
                value: .integer(Int64(queue.counts[state] ?? 0))
            )
        }
        return [
            "name": Self.text(queue.webhook),
            "counts": .object(counts),
            "oldest_pending": Self.time(queue.oldestPending),
            "next_attempt": Self.time(queue.nextAttempt),
            "last_error": Self.text(queue.lastError),
            "disabled_since": Self.time(queue.disabledSince),
            "disabled_reason": Self.text(queue.disabledReason),
        ]
    }

    private func object(_ entry: OutboxEntry) -> JSONValue {
        [
            "id": Self.text(entry.event.id),
            "webhook": Self.text(entry.webhook),
            "type": .string(entry.event.kind.rawValue),
            "subject": Self.text(entry.event.subject?.key),
            "created": Self.time(entry.created),
            "attempts": .integer(Int64(entry.attempts)),
            "next_attempt": Self.time(entry.nextAttempt),
            "last_error": Self.text(entry.lastError),
        ]
    }

    private static func sentence(_ status: HeartbeatStatus) -> String {
        let last = "last pinged \(Timestamp.text(status.lastAttempt))"
        guard let error = status.lastError else { return last + ", and taken" }
        let taken = status.lastSuccess.map { "; last taken \(Timestamp.text($0))" } ?? ""
        return SafeText.escape("\(last), and failed: \(error)\(taken)")
    }

    private static func text(_ text: String?) -> JSONValue {
        text.map { .string(SafeText.escape($0)) } ?? .null
    }

    private static func time(_ seconds: Int64?) -> JSONValue {
        seconds.map { .string(Timestamp.text($0)) } ?? .null
    }
}
