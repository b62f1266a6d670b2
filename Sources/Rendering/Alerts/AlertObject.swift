import AlertPolicy
import ProbeModel

/// An event as JSON: the `data` of Standard Webhooks and CloudEvents, and what a template sees.
///
/// Every key is always there, and what is not known is `null`. The limits keep the whole below 20 kB, which
/// is what Standard Webhooks 1.0.0 recommends, even where every character must be escaped.
struct AlertObject: Sendable {
    /// The longest pattern, result or name, in bytes.
    private static let wordLimit = 300

    /// The longest name of a kind of evidence, in bytes; those there are have about half of it.
    private static let evidenceIDLimit = 60

    let event: AlertEvent

    init(_ event: AlertEvent) { self.event = event }

    /// The whole body of Standard Webhooks.
    var envelope: JSONValue {
        ["type": .name(event.kind), "timestamp": .time(event.time), "data": data]
    }

    /// What the event says.
    var data: JSONValue {
        [
            "id": text(event.id, AlertObject.wordLimit),
            "kind": .name(event.kind),
            "title": .string(AlertWords(event).title),
            "summary": text(event.summary, AlertWords.sentenceLimit),
            "subject": event.subject.map { subject($0) } ?? .null,
            "alert": text(event.alertKey, AlertObject.wordLimit),
            "occasion": .name(event.occasion),
            "flapping": .bool(event.isFlapping),
            "old_state": event.old.map { condition($0) } ?? .null,
            "new_state": condition(event.new),
            "since": .time(event.since),
            "opened_at": .time(event.openedAt),
            "evidence": .array(
                event.evidence.map {
                    [
                        "id": text($0.id, AlertObject.evidenceIDLimit),
                        "message": text($0.message, AlertWords.evidenceLimit),
                    ]
                }
            ),
            "recommendation": event.advice.map { advice($0) } ?? .null,
            "affected": [
                "names": .texts(event.affected.names), "total": .number(event.affected.total),
            ],
            "run_id": text(event.runID, AlertObject.wordLimit),
            "host": text(event.host, AlertObject.wordLimit),
        ]
    }

    private func subject(_ subject: Subject) -> JSONValue {
        let kind: String
        let name: String
        switch subject {
        case .domain(let domain): (kind, name) = ("domain", domain.ascii)
        case .egress(let family): (kind, name) = ("egress", family.rawValue)
        case .certificate:
            (kind, name) = ("certificate", event.affected.names.first ?? "")
        }
        return ["kind": .text(kind), "name": .text(name), "key": .text(subject.key)]
    }

    private func condition(_ condition: Condition) -> JSONValue {
        ["verdict": text(condition.verdict, 100), "severity": .name(condition.severity)]
    }

    private func advice(_ advice: AlertAdvice) -> JSONValue {
        [
            "action": .name(advice.action),
            "pattern": advice.pattern.map { text($0, AlertObject.wordLimit) } ?? .null,
            "result": advice.result.map { text($0, AlertObject.wordLimit) } ?? .null,
            "verified": .bool(advice.verified),
            "reason": text(advice.reason, AlertWords.sentenceLimit),
        ]
    }

    private func text(_ text: String, _ limit: Int) -> JSONValue {
        .string(BoundedText.safe(text, bytes: limit))
    }
}
