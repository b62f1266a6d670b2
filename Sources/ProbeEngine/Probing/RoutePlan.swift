import ProbeModel

/// The endpoints that Postfix's SMTP client would try for a route, nexthop by nexthop.
struct RoutePlan: Sendable {
    /// One nexthop and its endpoints, in the order of its hosts.
    struct Step: Sendable {
        var seen: NexthopObservation
        let endpoints: [Endpoint]
    }

    private(set) var steps: [Step]

    /// Plans the endpoints.
    ///
    /// - Parameters:
    ///   - nexthops: The nexthops, looked up.
    ///   - families: The families that this machine has.
    ///   - maximumAddresses: The most addresses of one nexthop that are tried.
    init(_ nexthops: [NexthopObservation], families: Set<AddressFamily>, maximumAddresses: Int) {
        steps = nexthops.map { seen in
            let addresses =
                seen.isSelf
                ? [] : seen.addresses.filter { families.contains($0.family) || $0.isLoopback }
            let endpoints = addresses.prefix(maximumAddresses).map {
                Endpoint(address: $0, port: seen.nexthop.port)
            }
            return Step(seen: seen, endpoints: endpoints)
        }
    }

    /// Every endpoint once, with the first nexthop that names it.
    var endpoints: [(endpoint: Endpoint, nexthop: NexthopObservation)] {
        var seen: Set<Endpoint> = []
        return steps.flatMap { step in
            step.endpoints.filter { seen.insert($0).inserted }.map { ($0, step.seen) }
        }
    }

    /// The route with the sessions in their places.
    func observation(_ probes: [Endpoint: ProbeObservation]) -> RouteObservation {
        RouteObservation(
            nexthops: steps.map { step in
                var seen = step.seen
                seen.probes = step.endpoints.compactMap { probes[$0] }
                return seen
            }
        )
    }
}
