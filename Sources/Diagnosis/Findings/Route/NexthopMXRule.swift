import ProbeModel

/// Tells of nexthops without brackets whose MX records lead elsewhere than their own addresses.
///
/// Whoever writes `smtp:mail.domain1.com:2525` mostly means that host; Postfix asks for its MX records first
/// (transport(5)). Where all that these lead to answers, it may well be meant.
enum NexthopMXRule {
    static func findings(_ situation: RouteSituation) -> [Finding] {
        guard let assessment = situation.assessment else { return [] }
        let domain = situation.observation.resolution.domain
        return assessment.hops.compactMap { hop in
            guard hop.usesMX, let name = hop.name, name != domain, !hop.ownAddresses.isEmpty,
                !Set(hop.addresses).isSubset(of: hop.ownAddresses)
            else { return nil }
            let judge = EndpointJudge(route: situation.route, egress: situation.egress)
            let isFine = !hop.probes.isEmpty && hop.probes.allSatisfy(judge.passes)
            let hosts = hop.hosts.compactMap(\.name?.ascii).asList
            return Finding(
                .routeNexthopHasMX,
                isFine ? .ok : .warning,
                subject: RouteText.nexthop(hop),
                message:
                    "\(name) has MX records, and without brackets Postfix follows them to \(hosts) instead of "
                    + "\(name) itself; write [\(name)] where the host is meant"
            )
        }
    }
}
