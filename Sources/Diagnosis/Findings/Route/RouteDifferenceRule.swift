import ProbeModel

/// Tells that Postfix here sends the domain's mail to hosts that are none of its MX hosts.
enum RouteDifferenceRule {
    static func findings(_ situation: RouteSituation) -> [Finding] {
        guard let assessment = situation.assessment else { return [] }
        let known = Set(situation.observation.candidateHosts.flatMap(\.addresses))
        let others = assessment.hops.filter { hop in
            !hop.isSelf && !hop.addresses.isEmpty && known.isDisjoint(with: hop.addresses)
        }
        guard !known.isEmpty, !others.isEmpty else { return [] }
        return [
            Finding(
                .routeDiffersFromMX,
                .ok,
                subject: others.map(RouteText.nexthop).asList,
                message:
                    "\(RouteText.entry(situation.route)) sends the mail to hosts that are none of the "
                    + "domain's MX hosts"
            )
        ]
    }
}
