public import ProbeModel
public import TransportMap

/// What has to be looked up before an audit: the domains and the hosts that it speaks of.
public struct AuditQuestions: Sendable {
    /// The domains: those that `relay_domains` names, and those with a transport entry.
    public let domains: [DomainName]

    /// The hosts that nexthops name, for their MX records and addresses.
    public let nexthops: [DomainName]

    /// How many entries the time did not suffice for.
    public let unread: Int

    /// Collects the questions.
    ///
    /// - Parameters:
    ///   - classes: The lists of main.cf; what tables among them hold is not known here.
    ///   - relayed: Domains that tables of `relay_domains` hold, where they can be listed.
    ///   - maps: The texts of the tables of `transport_maps`.
    ///   - isOver: Whether the time is up; asked before each entry.
    public init(
        classes: AddressClasses,
        relayed: [DomainName] = [],
        maps: [TransportMap],
        isOver: () -> Bool = { false }
    ) {
        var domains = Set(classes.relay.listedNames.compactMap { DomainName($0) } + relayed)
        var nexthops: Set<DomainName> = []
        var unread = maps.map(\.entryCount).reduce(0, +)
        for entry in maps.lazy.flatMap(\.entries) {
            if isOver() { break }
            unread -= 1
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
        self.unread = unread
        self.domains = domains.sorted { $0.ascii < $1.ascii }
        self.nexthops = nexthops.sorted { $0.ascii < $1.ascii }
    }
}
