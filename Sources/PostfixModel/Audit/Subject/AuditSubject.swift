public import ProbeModel

/// Everything that an audit looks at; whoever asks for the audit fills it.
public struct AuditSubject: Sendable {
    /// The parameters of main.cf.
    public var parameters: MainParameters
    /// The services of master.cf; `nil` where they are not known.
    public var services: [MasterService]?
    /// The tables of `transport_maps`, in order.
    public var tables: [AuditTable]
    /// The domains that are relayed, and those that transport entries name.
    public var domains: [AuditDomain]
    /// What DNS says of the hosts that nexthops name.
    public var nexthops: [DomainName: NexthopFacts]
    /// The addresses of this machine, those that others translate to it included.
    public var ownAddresses: Set<IPAddress>
    /// How the ports of service names are looked up that Postfix does not know by itself.
    public var serviceLookup: ServiceLookup

    /// How many domains and nexthops the time did not suffice for.
    public var unexamined: Int

    /// Creates a subject.
    public init(
        parameters: MainParameters,
        services: [MasterService]?,
        tables: [AuditTable] = [],
        domains: [AuditDomain] = [],
        nexthops: [DomainName: NexthopFacts] = [:],
        ownAddresses: Set<IPAddress> = [],
        serviceLookup: ServiceLookup = .none,
        unexamined: Int = 0
    ) {
        self.parameters = parameters
        self.services = services
        self.tables = tables
        self.domains = domains
        self.nexthops = nexthops
        self.ownAddresses = ownAddresses
        self.serviceLookup = serviceLookup
        self.unexamined = unexamined
    }
}
