import ProbeModel

/// Says why there is nothing to do, where a reader would expect advice and no other rule has any.
///
/// Silent for healthy domains.
enum NothingRule {
    static func recommend(_ advice: AdviceCase) -> [Recommendation] {
        reason(advice).map { [Recommendation(action: .none, reason: $0)] } ?? []
    }

    private static func reason(_ advice: AdviceCase) -> String? {
        if let reason = deliberate(advice) ?? brokenRoute(advice) { return reason }
        switch advice.diagnosis.verdict {
        case .healthy: return nil
        case .diverted: return "\(decider(advice.route)) gets the domain's mail through"
        case .noMail: return "the domain says that it takes no mail; mail to it is returned at once"
        case .degraded:
            return offlineFamily(advice) ?? "mail flows; the findings tell what is not right"
        case .blocked, .filtered, .unreachable, .rejected, .misconfigured, .dnsFailure:
            return offline(advice) ?? obstacles(advice)
        case .inconclusive: return inconclusive(advice)
        }
    }

    /// What really decides: an entry, the relayhost, or a transport of main.cf.
    private static func decider(_ route: Route) -> String {
        route.source == .transport && route.pattern != nil
            ? "the transport entry in use" : RouteText.entry(route)
    }

    /// An entry that keeps mail from leaving was written by somebody.
    private static func deliberate(_ advice: AdviceCase) -> String? {
        switch advice.route.delivery {
        case .returned, .deferred:
            let cause = RouteText.cause(advice.route)
            guard cause.isEmpty else { return "mend \(RouteText.entry(advice.route))\(cause)" }
            return
                "\(RouteText.entry(advice.route)) was put there by somebody: change it if the domain's mail "
                + "is to be delivered, else stop accepting it"
        case .other:
            guard advice.diagnosis.verdict == .inconclusive else { return nil }
            return
                "\(RouteText.entry(advice.route)) keeps the mail on this machine; the mail log tells what "
                + "becomes of it"
        case .mx, .smtp, .unknown: return nil
        }
    }

    /// A route whose nexthops lead nowhere, or back here.
    private static func brokenRoute(_ advice: AdviceCase) -> String? {
        guard advice.diagnosis.verdict == .misconfigured, let assessment = advice.assessment,
            assessment.working == nil, assessment.trials.isEmpty
        else { return nil }
        return "name a host that takes the domain's mail in \(RouteText.entry(advice.route))"
    }

    private static func inconclusive(_ advice: AdviceCase) -> String {
        if let offline = offline(advice) { return offline }
        if advice.observation.isInterrupted {
            return "the run was cut short: give it more time with --timeout"
        }
        if advice.observation.candidateHosts.isEmpty, advice.isBackup {
            return "this machine is the domain's best MX host; nothing is to be delivered from here"
        }
        if !advice.observation.allProbes.contains(where: { $0.endpoint.port == Endpoint.smtpPort }),
            !advice.observation.allProbes.isEmpty
        {
            return "mail goes to port 25: run again with it among --ports"
        }
        if advice.observation.probes.contains(where: { $0.outcome == .deferred }) {
            return
                "the mail host says not now, which is rate or reputation; Postfix tries again by itself"
        }
        if advice.families.isEmpty, !advice.observation.omittedFamilies.isEmpty {
            return
                "run again without -4 or -6: the mail hosts have no address of the family asked for"
        }
        if advice.families.isEmpty {
            return "the mail hosts have no address of a family that this machine has"
        }
        return
            "it could not be told what stops the mail: run again, with --control HOST for hosts of your own"
    }

    /// One family of this machine leads nowhere, and mail takes the other.
    private static func offlineFamily(_ advice: AdviceCase) -> String? {
        guard let dead = advice.reports.first(where: { $0.verdict == .offline }) else { return nil }
        return "this machine reaches nothing over \(dead.family.label), so mail takes "
            + "\(dead.family.other.label): mend its \(dead.family.label), or take that away"
    }

    private static func offline(_ advice: AdviceCase) -> String? {
        let reports = advice.reports
        guard !reports.isEmpty, reports.allSatisfy({ $0.verdict == .offline }) else { return nil }
        return "this machine reaches nothing on any port: mend its network first"
    }

    private static func obstacles(_ advice: AdviceCase) -> String? {
        let obstacles = AlternatePort.obstacles(AlternatePort.all(advice))
        return obstacles.isEmpty
            ? "nothing that can be done from here was found" : obstacles.joined(separator: "; ")
    }
}
