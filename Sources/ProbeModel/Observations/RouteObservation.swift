/// What was seen of the way that Postfix here would take for a domain.
public struct RouteObservation: Hashable, Sendable {
    /// One entry for each nexthop of the route, in order.
    public var nexthops: [NexthopObservation]

    /// Creates an observation.
    public init(nexthops: [NexthopObservation]) { self.nexthops = nexthops }
}
