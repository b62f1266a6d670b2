import ProbeModel

/// Tells of nexthops that are this machine, to which mail would come back.
enum RouteLoopRule {
    static func findings(_ situation: RouteSituation) -> [Finding] {
        let hops = situation.observation.route?.nexthops ?? []
        return hops.filter(\.isSelf).map { hop in
            Finding(
                .routeLoops,
                .warning,
                subject: RouteText.nexthop(hop),
                message: "\(RouteText.entry(situation.route)) leads back to this machine"
            )
        }
    }
}
