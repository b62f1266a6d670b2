public import ProbeModel
public import TransportMap

/// What has to be looked up before an audit: the domains and the hosts that it speaks of.
public struct AuditQuestions: Sendable {
    /// The domains: those that `relay_domains` names, and those with a transport entry.
    public let domains: [DomainName]

    /// The hosts that nexthops name, for their MX records and addresses.
    public let nexthops: [DomainName]

    /// Collects the questions.
    ///
    /// - Parameters:
    ///   - classes: The lists of main.cf; what tables among them hold is not known here.
    ///   - relayed: Domains that tables of `relay_domains` hold, where they can be listed.
    ///   - maps: The texts of the tables of `transport_maps`.
    public init(classes: AddressClasses, relayed: [DomainName] = [], maps: [TransportMap]) {
        var domains = Set(classes.relay.listedNames.compactMap { DomainName($0) } + relayed)
        var nexthops: Set<DomainName> = []
        for entry in maps.flatMap({ Array($0.entries) }) {
            if let pattern = TransportPattern(entry.pattern), pattern.kind == .domain,
                let domain = DomainName(pattern.description)
            {
                domains.insert(domain)
            }
            for nexthop in entry.transportResult?.nexthops ?? [] where nexthop.problem == nil {
                if nexthop.prefix == nil, let host = DomainName(nexthop.host) {
                    nexthops.insert(host)
                }
            }
        }
        self.domains = domains.sorted { $0.ascii < $1.ascii }
        self.nexthops = nexthops.sorted { $0.ascii < $1.ascii }
    }
}
