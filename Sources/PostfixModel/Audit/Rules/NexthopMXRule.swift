import ProbeModel
import TransportMap

/// Nexthops without brackets whose MX records lead elsewhere than to the host itself, and hosts
/// that do not exist.
enum NexthopMXRule: AuditRule {
    static func findings(in subject: AuditMaterial) -> [AuditFinding] {
        subject.entries.flatMap { entry -> [AuditFinding] in
            guard let client = entry.client else { return [] }
            return entry.result.nexthops.compactMap { nexthop in
                guard nexthop.problem == nil, let host = DomainName(nexthop.host),
                    let facts = subject.nexthops[host]
                else { return nil }
                let goesToMX = client.looksUpMX && nexthop.looksUpMX
                // The domain's own MX records are looked at elsewhere.
                if goesToMX, host == entry.domain { return nil }
                let hosts = facts.mail.list ?? []
                if goesToMX, !hosts.isEmpty { return elsewhere(entry, host, hosts) }
                guard !goesToMX || facts.mail == .hosts([]) else { return nil }
                return facts.addresses == [] ? noAddress(entry, host) : nil
            }
        }
    }

    private static func elsewhere(
        _ entry: AuditEntry,
        _ host: DomainName,
        _ hosts: [MailHost]
    ) -> AuditFinding? {
        let best = hosts.map(\.preference).min()
        let isSelf = hosts.contains { $0.isSelf && $0.preference == best }
        guard isSelf || !hosts.contains(where: { $0.name == host }) else { return nil }
        let names = hosts.prefix(3).map(\.name.ascii).joined(separator: ", ")
        return AuditFinding(
            isSelf ? .nexthopMXIsSelf : .nexthopMXElsewhere,
            isSelf ? .critical : .warning,
            subject: entry.subject,
            place: entry.place,
            message: isSelf
                ? "\(entry.subject) goes to the MX hosts of \(host), the best of which is this machine."
                : "\(entry.subject) goes to the MX hosts of \(host), which are others: \(names).",
            cure: "Write [\(host)] where the host itself is meant."
        )
    }

    private static func noAddress(_ entry: AuditEntry, _ host: DomainName) -> AuditFinding {
        AuditFinding(
            .nexthopNoAddress,
            .critical,
            subject: entry.subject,
            place: entry.place,
            message: "\(entry.subject) goes to \(host), which has no address.",
            cure: "Correct the name, or give it an address in DNS."
        )
    }
}
