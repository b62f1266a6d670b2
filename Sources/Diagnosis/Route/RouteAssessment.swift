import ProbeModel

/// Whether the route that Postfix here would take gets mail through, and whether port 25 of the MX hosts would.
struct RouteAssessment: Hashable, Sendable {
    /// An endpoint of a nexthop and what it showed.
    struct Trial: Hashable, Sendable {
        let hop: NexthopObservation
        let probe: ProbeObservation
    }

    /// Whether port 25 of the domain's own MX hosts works from here.
    enum MXPath: Hashable, Sendable {
        /// It answers, here.
        case works([ProbeObservation])
        /// It does not.
        case fails
        /// It was not tried to the end, or works by turns.
        case unknown
        /// There is no MX host that mail from here could go to.
        case absent

        /// Whether it works.
        var isWorking: Bool { if case .works = self { true } else { false } }
    }

    /// The nexthops that were looked at.
    let hops: [NexthopObservation]

    /// All sessions with them, in the order in which Postfix would try.
    let trials: [Trial]

    /// The first endpoint that gets mail through.
    let working: Trial?

    /// Port 25 of the MX hosts.
    let mxPath: MXPath

    private let mxAddresses: Set<IPAddress>

    /// Assesses a route; `nil` where it is the MX hosts' own, leads to no SMTP server, or was not tried.
    init?(_ observation: DomainObservation, route: Route, egress: [EgressReport]) {
        guard case .smtp = route.delivery, let hops = observation.route?.nexthops, !hops.isEmpty
        else { return nil }
        self.hops = hops
        trials = hops.flatMap { hop in hop.probes.map { Trial(hop: hop, probe: $0) } }
        let judge = EndpointJudge(route: route, egress: egress)
        working = trials.first { judge.passes($0.probe) }
        mxPath = RouteAssessment.mxPath(observation, egress: egress)
        mxAddresses = Set(observation.candidateHosts.flatMap(\.addresses))
    }

    /// Whether an endpoint is port 25 of one of the domain's own MX hosts.
    func isOrdinary(_ probe: ProbeObservation) -> Bool {
        probe.endpoint.port == Endpoint.smtpPort && mxAddresses.contains(probe.endpoint.address)
    }

    /// Whether the route goes nowhere but to port 25 of MX hosts.
    var isOrdinary: Bool { !trials.isEmpty && trials.allSatisfy { isOrdinary($0.probe) } }

    /// Whether the route fails although the way to the MX hosts is free.
    var isAtFault: Bool { working == nil && mxPath.isWorking }

    static func mxPath(_ observation: DomainObservation, egress: [EgressReport]) -> MXPath {
        let hosts = observation.candidateHosts
        guard hosts.contains(where: { !$0.addresses.isEmpty }) else { return .absent }
        let probes = hosts.flatMap { observation.probes(of: $0) }
            .filter { $0.endpoint.port == Endpoint.smtpPort }
        let judge = EndpointJudge(route: Route(source: .mx), egress: egress)
        let passing = probes.filter(judge.passes)
        let steady = passing.filter { probe in
            !egress.contains {
                $0.family == probe.endpoint.address.family && $0.verdict == .throttled
            }
        }
        if !steady.isEmpty { return .works(steady) }
        let isUndecided = probes.contains {
            $0.outcome == .interrupted || $0.outcome == .deferred
        }
        let isTried =
            !probes.isEmpty || hosts.allSatisfy { observation.triedAddresses(of: $0).isEmpty }
        return isUndecided || !passing.isEmpty || !isTried ? .unknown : .fails
    }
}
