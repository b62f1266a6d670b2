import ProbeModel

/// Judges a route of which at least one endpoint gets mail through.
enum FlowingRoute {
    static func judge(
        _ situation: RouteSituation,
        _ assessment: RouteAssessment,
        _ working: RouteAssessment.Trial,
        base: Judgement
    ) -> Judgement {
        let endpoint = RouteText.endpoint(working.probe, of: working.hop)
        if situation.route.diversion != nil, assessment.mxPath.isWorking {
            let rest =
                assessment.isOrdinary(working.probe)
                ? "the transport entry still names another port beside it"
                : "mail is still diverted to \(endpoint)"
            return Judgement(
                .diverted,
                "port 25 of the mail hosts works, and \(rest)",
                severity: .warning
            )
        }
        if assessment.isOrdinary(working.probe) { return base }
        switch assessment.mxPath {
        case .works:
            guard base.verdict == .healthy else { return base }
            return Judgement(
                .healthy,
                "Postfix's route over \(endpoint) works, and port 25 of the mail hosts does too"
            )
        case .fails:
            if base.verdict == .misconfigured, situation.route.diversion == nil {
                return byRouteAlone(situation, endpoint, base: base)
            }
            return diverted(situation, working, ", because \(cause(base, situation))")
        case .unknown, .absent:
            if situation.route.diversion != nil { return diverted(situation, working, "") }
            return byRouteAlone(situation, endpoint, base: base)
        }
    }

    private static func diverted(
        _ situation: RouteSituation,
        _ working: RouteAssessment.Trial,
        _ reason: String
    ) -> Judgement {
        // A login that nobody proved may be missing; a relayhost usually has one.
        let isDoubtful =
            working.probe.acceptance == .loginRequired && situation.route.source != .relayhost
        let isOurs = situation.route.diversion != nil
        return Judgement(
            .diverted,
            "mail flows over \(RouteText.endpoint(working.probe, of: working.hop))" + reason,
            severity: isOurs || isDoubtful ? .warning : .ok
        )
    }

    /// Why port 25 of the mail hosts does not serve, as the end of a sentence.
    private static func cause(_ base: Judgement, _ situation: RouteSituation) -> String {
        let isTried = situation.observation.probes.contains {
            $0.endpoint.port == Endpoint.smtpPort
        }
        guard isTried else { return "port 25 of the mail hosts cannot be tried from here" }
        switch base.verdict {
        case .blocked: return base.summary
        case .rejected: return "port 25 of the mail hosts refuses it"
        case .healthy, .degraded, .diverted, .filtered, .unreachable, .misconfigured, .noMail,
            .dnsFailure, .inconclusive:
            return "port 25 of the mail hosts does not answer"
        }
    }

    /// There is nothing to compare the route with.
    private static func byRouteAlone(
        _ situation: RouteSituation,
        _ endpoint: String,
        base: Judgement
    ) -> Judgement {
        switch base.verdict {
        case .healthy, .degraded, .diverted, .noMail: return base
        case .misconfigured, .dnsFailure:
            return Judgement(
                .degraded,
                "Postfix's route over \(endpoint) works, but \(base.summary)"
            )
        case .inconclusive, .blocked, .filtered, .unreachable, .rejected:
            return DeliveryVerdict.flowing(
                situation.findings,
                else: "Postfix's route over \(endpoint) works"
            )
        }
    }
}
