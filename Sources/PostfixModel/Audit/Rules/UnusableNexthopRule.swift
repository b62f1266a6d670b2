import ProbeModel
import TransportMap

/// Nexthops that Postfix cannot use as they are written.
enum UnusableNexthopRule: AuditRule {
    static func findings(in subject: AuditMaterial) -> [AuditFinding] {
        subject.entries.compactMap { entry in
            guard let client = entry.client,
                let reason = reason(entry.result, client)
            else { return nil }
            return AuditFinding(
                .nexthopUnusable,
                .critical,
                subject: entry.subject,
                place: entry.place,
                message: "\(entry.subject) has no usable nexthop: \(reason).",
                cure:
                    "Write [host], [host]:2525, [192.0.2.1] or [ipv6:2001:db8::1]: the port as a number, or "
                    + "by a name that this machine's /etc/services has for TCP."
            )
        }
    }

    private static func reason(_ result: TransportResult, _ client: SMTPClientSettings) -> String? {
        let nexthops = client.takesLists ? result.nexthops : [Nexthop(result.nexthop)]
        guard !result.nexthop.isEmpty else { return nil }
        for nexthop in nexthops {
            switch client.failure(of: nexthop) {
            case .deferred(let text), .returned(let text): return text
            default: continue
            }
        }
        return nil
    }
}
