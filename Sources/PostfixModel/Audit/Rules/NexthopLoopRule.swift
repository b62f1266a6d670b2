import ProbeModel
import TransportMap

/// Nexthops that are this machine, on a port that it takes mail on: mail goes round in circles.
enum NexthopLoopRule: AuditRule {
    static func findings(in subject: AuditMaterial) -> [AuditFinding] {
        let ports = listeningPorts(subject)
        return subject.entries.compactMap { entry in
            guard let client = entry.client,
                let nexthop = entry.result.nexthops.first(where: { nexthop in
                    !(nexthop.looksUpMX && client.looksUpMX && hasMX(nexthop, subject))
                        && client.port(of: nexthop).map(ports.contains) == true
                        && isSelf(nexthop, subject)
                })
            else { return nil }
            return AuditFinding(
                .nexthopIsSelf,
                .critical,
                subject: entry.subject,
                place: entry.place,
                message:
                    "\(entry.subject) goes to \(SafeText.escape(nexthop.text)), which is this machine.",
                cure: "Name the host that keeps the domain's mail."
            )
        }
    }

    /// The ports that master.cf has an smtpd or postscreen on; 25 where it is not known.
    private static func listeningPorts(_ subject: AuditMaterial) -> Set<UInt16> {
        guard let services = subject.services else { return [25] }
        let names = ServiceNames(
            subject.parameters["known_tcp_ports"],
            lookup: subject.serviceLookup
        )
        return Set(
            services.filter { $0.type == "inet" }.compactMap { service in
                names.port(String(service.name.split(separator: ":").last ?? ""))
            }
        )
    }

    private static func hasMX(_ nexthop: Nexthop, _ subject: AuditMaterial) -> Bool {
        let facts = DomainName(nexthop.host).flatMap { subject.nexthops[$0] }
        return facts?.mail.list?.isEmpty == false
    }

    private static func isSelf(_ nexthop: Nexthop, _ subject: AuditMaterial) -> Bool {
        if let address = nexthop.address { return subject.ownAddresses.contains(address) }
        guard let host = DomainName(nexthop.host) else { return false }
        if host.ascii == subject.parameters.text("myhostname").lowercased() { return true }
        let addresses = subject.nexthops[host]?.addresses ?? []
        return addresses.contains { subject.ownAddresses.contains($0) }
    }
}
