import AlertPolicy
import ProbeModel

/// An event of PagerDuty's Events API v2; the routing key is the webhook's secret.
struct PagerDutyBody: Sendable {
    let event: AlertEvent

    init(_ event: AlertEvent) { self.event = event }

    var body: AlertBody {
        // The secret is the value of the first key, so that it stands between two known pieces of text.
        let rest = JSONWriter.text(value, layout: .compact).dropFirst()
        return AlertBody(
            contentType: "application/json",
            pieces: [
                .bytes(Array(#"{"routing_key":"#.utf8)), .secret, .bytes(Array(("," + rest).utf8)),
            ]
        )
    }

    private var value: JSONValue {
        let words = AlertWords(event)
        return [
            "event_action": event.occasion == .ended ? "resolve" : "trigger",
            "dedup_key": .text(event.dedupKey),
            "client": "mxprobe",
            "payload": [
                // A title and a sentence, each within its own limit; Events v2 allows 1024 characters.
                "summary": .string(
                    BoundedText.cut("\(words.title): \(words.summary)", bytes: 1024)
                ),
                "source": .string(BoundedText.safe(event.host, bytes: 255)),
                "severity": severity,
                "timestamp": .time(event.time),
                "component": .text(event.subject?.key),
                "class": .name(event.kind),
                "custom_details": AlertObject(event).data,
            ],
        ]
    }

    private var severity: JSONValue {
        switch event.new.severity {
        case .ok: "info"
        case .warning: "warning"
        case .critical: "critical"
        case .unknown: "error"
        }
    }
}
