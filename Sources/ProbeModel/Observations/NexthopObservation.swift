/// What was seen of one nexthop.
public struct NexthopObservation: Hashable, Sendable {
    /// The nexthop.
    public var nexthop: RouteNexthop

    /// What DNS said of its name; `nil` for an address.
    ///
    /// For a name in brackets the one host is the name itself and `source` is `none`.
    public var resolution: MXResolution?

    /// For a name without brackets, the addresses of the name itself, whatever its MX records say.
    public var ownAddresses: [IPAddress]

    /// Whether the nexthop is this machine, so that mail would come back to it (port 25 alone: what listens
    /// here on other ports is a filter).
    public var isSelf: Bool

    /// The sessions with the nexthop's port at each of its addresses.
    public var probes: [ProbeObservation]

    /// Creates an observation.
    public init(
        nexthop: RouteNexthop,
        resolution: MXResolution? = nil,
        probes: [ProbeObservation] = []
    ) {
        self.nexthop = nexthop
        self.resolution = resolution
        self.probes = probes
        ownAddresses = []
        isSelf = false
    }
}
