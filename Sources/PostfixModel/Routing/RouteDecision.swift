public import ProbeModel
public import TransportMap

/// How Postfix would deliver to a recipient or domain, and why.
public struct RouteDecision: Hashable, Sendable {
    /// What the domain is to this Postfix; `nil` where a list could not be asked.
    public var addressClass: AddressClass?

    /// The transport and nexthop that the address resolver gives to the queue manager; `nil`
    /// where it fails, so that mail is deferred.
    public var delivery: Delivery?

    /// The route in the words of the probes.
    public var route: Route

    /// The entry that matched in `transport_maps`.
    public var match: LookupMatch?

    /// The table that holds the entry.
    public var table: TableSpecification?

    /// The parameters of main.cf that supplied the transport and the nexthop, where no entry did.
    public var parameters: [String]

    /// The service of master.cf that delivers; `nil` where there is none or master.cf is not known.
    public var service: MasterService?

    /// What may change the route beside.
    public var notes: [RouteNote]

    /// Creates a decision.
    public init(
        addressClass: AddressClass?,
        delivery: Delivery?,
        route: Route,
        match: LookupMatch? = nil,
        table: TableSpecification? = nil,
        parameters: [String] = [],
        service: MasterService? = nil,
        notes: [RouteNote] = []
    ) {
        self.addressClass = addressClass
        self.delivery = delivery
        self.route = route
        self.match = match
        self.table = table
        self.parameters = parameters
        self.service = service
        self.notes = notes
    }
}
