import AlertPolicy
import ProbeModel

/// An alert for the API v2 of Alertmanager.
///
/// Alertmanager knows an alert by its labels, so they are the same from beginning to end; everything that
/// changes is an annotation. It ends what is not sent again in time, and an event is sent once: the
/// end is therefore put far ahead, and a recovery moves it to its own time.
struct AlertmanagerBody: Sendable {
    /// How long an alert stands that is never ended, in seconds: longer than anybody leaves mail lying.
    private static let longest: Int64 = 30 * 86_400
    /// How long one stands that is told once and has no end to wait for, in seconds.
    private static let single: Int64 = 86_400

    let event: AlertEvent

    init(_ event: AlertEvent) { self.event = event }

    var value: JSONValue {
        let words = AlertWords(event)
        return [
            [
                "labels": labels,
                "annotations": [
                    "summary": .string(words.title),
                    "description": .string(words.summary),
                    "verdict": .text(event.new.verdict),
                    "advice": .string(words.facts.first { $0.name == "Do" }?.text ?? ""),
                    "affected": .string(
                        words.facts.first { ["Domains", "Hosts"].contains($0.name) }?.text ?? ""
                    ),
                    "event": .text(event.kind.rawValue),
                    "run": .text(event.runID),
                ],
                "startsAt": .time(min(event.openedAt, event.time)),
                "endsAt": .time(end),
            ]
        ]
    }

    private var labels: JSONValue {
        let (name, severity) = AlertmanagerBody.name(event)
        var labels: [JSONValue.Member] = [
            .init(key: "alertname", value: .string(name)),
            .init(key: "job", value: "mxprobe"),
            .init(key: "instance", value: .string(BoundedText.safe(event.host, bytes: 255))),
            .init(key: "severity", value: .name(severity)),
        ]
        switch event.subject {
        case .domain(let domain):
            labels.append(.init(key: "domain", value: .text(domain.ascii)))
        case .egress(let family):
            labels.append(.init(key: "family", value: .name(family)))
        case .certificate: labels.append(.init(key: "certificate", value: .text(event.alertKey)))
        case nil: break
        }
        return .object(labels)
    }

    private var end: Int64 {
        let ahead: Int64
        switch event.occasion {
        case .ended: ahead = 0
        case .single: ahead = AlertmanagerBody.single
        case .began, .changed, .reminder: ahead = AlertmanagerBody.longest
        }
        let (end, overflow) = event.time.addingReportingOverflow(ahead)
        return overflow ? event.time : end
    }

    /// What the alert is called, and how bad it is at its beginning, which is part of its identity.
    private static func name(_ event: AlertEvent) -> (String, Severity) {
        switch event.kind {
        case .domainDown, .domainRecovered, .domainChanged: ("MailDomainDown", .critical)
        case .egressBlocked, .egressRecovered: ("MailEgressBlocked", .critical)
        case .transportDiverted, .transportRestored: ("MailTransportDiverted", .warning)
        case .transportFailed: ("MailTransportFailed", .critical)
        case .certificateExpiring: ("MailCertificateExpiring", .warning)
        case .test: ("MailProbeTest", .ok)
        }
    }
}
