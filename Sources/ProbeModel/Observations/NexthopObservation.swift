/// What was seen of one nexthop.
public struct NexthopObservation: Hashable, Sendable {
    /// The nexthop.
    public var nexthop: RouteNexthop

    /// What DNS said of its name; `nil` for an address.
    ///
    /// For a name in brackets the one host is the name itself and `source` is `none`.
    public var resolution: MXResolution?

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
    }
}
