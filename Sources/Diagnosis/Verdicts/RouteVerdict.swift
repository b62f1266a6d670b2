import ProbeModel

/// Judges a domain by the route that Postfix here would take, beside what the MX hosts alone would get.
enum RouteVerdict {
    /// Judges the route.
    ///
    /// - Parameters:
    ///   - situation: What was seen, and how Postfix would deliver.
    ///   - base: The judgement of the way to the MX hosts.
    /// - Returns: The judgement of the domain.
    static func judge(_ situation: RouteSituation, base: Judgement) -> Judgement {
        let route = situation.route
        switch route.delivery {
        case .mx, .unknown: return base
        case .returned:
            return Judgement(
                .misconfigured,
                "\(RouteText.entry(route)) returns the domain's mail to its sender"
                    + RouteText.cause(route)
            )
        case .deferred:
            return Judgement(
                .misconfigured,
                "\(RouteText.entry(route)) keeps the domain's mail waiting" + RouteText.cause(route)
            )
        case .other(let transport): return notSMTP(transport, base: base)
        case .smtp:
            guard let assessment = situation.assessment else { return base }
            if let working = assessment.working {
                return FlowingRoute.judge(situation, assessment, working, base: base)
            }
            return FailingRoute.judge(situation, assessment, base: base)
        }
    }

    /// What stops SMTP does not stop mail that leaves otherwise, nor is it known to flow.
    private static func notSMTP(_ transport: String, base: Judgement) -> Judgement {
        switch base.verdict {
        case .blocked, .filtered, .unreachable, .rejected:
            return Judgement(
                .inconclusive,
                "Postfix hands the domain's mail to \(SafeText.escape(transport)), not to the mail hosts: "
                    + "whether that works cannot be told from here"
            )
        case .healthy, .degraded, .diverted, .misconfigured, .noMail, .dnsFailure, .inconclusive:
            return base
        }
    }
}

/// What a route is judged by.
struct RouteSituation: Sendable {
    let observation: DomainObservation
    let route: Route
    let egress: [EgressReport]
    let findings: [Finding]

    /// Whether the route works; `nil` where there is nothing of its own to try.
    var assessment: RouteAssessment? {
        RouteAssessment(observation, route: route, egress: egress)
    }
}
