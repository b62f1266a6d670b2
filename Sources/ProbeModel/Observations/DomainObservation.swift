/// All that was seen of one domain: its DNS, and a session with each endpoint that was tried.
public struct DomainObservation: Hashable, Sendable {
    /// What DNS said.
    public var resolution: MXResolution

    /// The probes, whoever's address they went to; several hosts may share an address.
    public var probes: [ProbeObservation]

    /// What was seen of the way that Postfix here would take; `nil` where that was not asked, or is the MX hosts' own.
    public var route: RouteObservation?

    /// The families that this machine has an address of and a route for.
    public var usableFamilies: Set<AddressFamily>

    /// The families that the user left out, whether this machine has them or not.
    public var omittedFamilies: Set<AddressFamily> = []

    /// Whether the resolver strips DNSSEC signatures.
    public var resolverStripsDNSSEC: Bool

    /// Ranges of special-purpose addresses that the user accepts.
    public var allowedSpecialPurpose: [IPNetwork]

    /// When the observation ended, in seconds since 1970 (UTC), for judging certificates.
    public var observedAt: Int64

    /// Whether the run was cut short.
    public var isInterrupted: Bool

    /// Creates an observation.
    public init(
        resolution: MXResolution,
        probes: [ProbeObservation],
        usableFamilies: Set<AddressFamily> = [.ipv4, .ipv6],
        resolverStripsDNSSEC: Bool = false,
        allowedSpecialPurpose: [IPNetwork] = [],
        observedAt: Int64 = 0,
        isInterrupted: Bool = false
    ) {
        self.resolution = resolution
        self.probes = probes
        self.usableFamilies = usableFamilies
        self.resolverStripsDNSSEC = resolverStripsDNSSEC
        self.allowedSpecialPurpose = allowedSpecialPurpose
        self.observedAt = observedAt
        self.isInterrupted = isInterrupted
    }
}
