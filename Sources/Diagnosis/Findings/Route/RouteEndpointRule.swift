import ProbeModel

/// Tells which endpoints of the route do not answer, or do not take the domain's mail from a stranger.
///
/// Silent about port 25 of the domain's own MX hosts, which ``EndpointRule`` tells.
enum RouteEndpointRule {
    static func findings(_ situation: RouteSituation) -> [Finding] {
        guard let assessment = situation.assessment else { return [] }
        let entry = RouteText.entry(situation.route)
        let sessions = assessment.trials.filter { !assessment.isOrdinary($0.probe) }
            .compactMap { finding($0, situation.route, entry: entry) }
        return sessions + unresolved(assessment.hops, entry: entry)
    }

    private static func finding(
        _ trial: RouteAssessment.Trial,
        _ route: Route,
        entry: String
    ) -> Finding? {
        let probe = trial.probe
        let subject = "\(trial.hop.hostText(of: probe.endpoint.address)) \(probe.endpoint)"
        guard probe.outcome == .ready else {
            return Finding(
                .routeEndpointFails,
                probe.outcome == .interrupted ? .unknown : .warning,
                subject: subject,
                message: "\(OutcomeText.describe(probe)); \(entry) leads there"
            )
        }
        let said = probe.acceptanceReply.map { " (\($0.summary))" } ?? ""
        switch probe.acceptance {
        case .accepted, .deferred, .notTested: return nil
        case .loginRequired where route.diversion == nil:
            return Finding(
                .acceptanceRefused,
                route.source == .relayhost ? .ok : .warning,
                subject: subject,
                message:
                    "wants a login\(said): smtp_sasl_password_maps must have one for "
                    + RouteText.nexthop(trial.hop)
            )
        case .loginRequired, .refused:
            return Finding(
                .acceptanceRefused,
                .warning,
                subject: subject,
                message: "does not take the domain's mail from here\(said); \(entry) leads there"
            )
        }
    }

    /// Nexthops that DNS gives no address for.
    private static func unresolved(_ hops: [NexthopObservation], entry: String) -> [Finding] {
        hops.filter { !$0.isSelf && $0.addresses.isEmpty }.map { hop in
            let judgement = NexthopVerdict.judge([hop])
            return Finding(
                .routeEndpointFails,
                judgement.verdict.severity == .critical ? .warning : .unknown,
                subject: RouteText.nexthop(hop),
                message: "\(judgement.summary); \(entry) leads there"
            )
        }
    }
}
