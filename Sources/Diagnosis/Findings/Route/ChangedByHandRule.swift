import ProbeModel

/// Tells that the transport entry of a diverted domain was changed by hand since, so that nothing is put back.
enum ChangedByHandRule {
    static func findings(_ situation: RouteSituation) -> [Finding] {
        guard let diversion = situation.route.diversion, !diversion.isIntact else { return [] }
        return [
            Finding(
                .routeChangedByHand,
                .warning,
                subject: situation.observation.resolution.domain.ascii,
                message:
                    "\(RouteText.entry(situation.route)) was changed by hand since mxprobe diverted the domain; "
                    + "it is left as it is"
            )
        ]
    }
}
