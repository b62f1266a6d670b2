import ProbeModel

/// Judges a route of which no endpoint gets mail through.
enum FailingRoute {
    static func judge(
        _ situation: RouteSituation,
        _ assessment: RouteAssessment,
        base: Judgement
    ) -> Judgement {
        let isFree = assessment.mxPath.isWorking
        if assessment.isOrdinary, !isFree { return base }
        if assessment.hops.allSatisfy(\.isSelf) { return loop(situation, assessment) }
        if assessment.trials.isEmpty { return NexthopVerdict.judge(assessment.hops) }
        if let blocked = blockage(situation, assessment) { return blocked }
        return answered(assessment) ?? unanswered(assessment, isFree: isFree, base: base)
    }

    private static func loop(
        _ situation: RouteSituation,
        _ assessment: RouteAssessment
    ) -> Judgement {
        Judgement(
            .misconfigured,
            "\(RouteText.entry(situation.route)) leads back to this machine: mail would loop"
        )
    }

    /// The route goes to port 25 of hosts of its own, and this machine's port 25 is what stops it.
    private static func blockage(
        _ situation: RouteSituation,
        _ assessment: RouteAssessment
    ) -> Judgement? {
        let trials = assessment.trials.filter {
            $0.probe.endpoint.port == Endpoint.smtpPort
                && !OwnAddress.isPrivate($0.probe.endpoint.address)
        }
        guard trials.count == assessment.trials.count else { return nil }
        var seen = situation.observation
        seen.resolution.hosts = trials.map { stand(in: $0, domain: seen.resolution.domain) }
        seen.probes = trials.map(\.probe)
        let judgement = EgressEffect.judge(seen, egress: situation.egress)
        return judgement?.verdict == .blocked ? judgement : nil
    }

    /// An endpoint of the route in the place of an MX host.
    private static func stand(in trial: RouteAssessment.Trial, domain: DomainName) -> MXHost {
        let name = trial.hop.name ?? domain
        var host = MXHost(preference: 0, exchange: DNSName(name))
        host.addressLookups = [
            Lookup(
                question: Question(name: name, type: .a),
                status: .found,
                records: [.address(trial.probe.endpoint.address)]
            )
        ]
        return host
    }

    /// Somebody answers there and does not take the mail.
    private static func answered(_ assessment: RouteAssessment) -> Judgement? {
        let trials = assessment.trials
        if let refusal = trials.first(where: { $0.probe.outcome == .rejected }) {
            return Judgement(
                .rejected,
                "\(subject(refusal)) \(OutcomeText.describe(refusal.probe))"
            )
        }
        let refusal = trials.first {
            $0.probe.acceptance == .refused || $0.probe.acceptance == .loginRequired
        }
        if let refusal {
            let said = refusal.probe.acceptanceReply.map { ": \($0.summary)" } ?? ""
            return Judgement(
                .rejected,
                "\(subject(refusal)) does not take the domain's mail\(said)"
            )
        }
        guard let delay = trials.first(where: { $0.probe.outcome == .deferred }) else { return nil }
        return Judgement(
            .inconclusive,
            "\(subject(delay)) \(OutcomeText.describe(delay.probe)); that is rate or reputation, not an outage"
        )
    }

    private static func unanswered(
        _ assessment: RouteAssessment,
        isFree: Bool,
        base: Judgement
    ) -> Judgement {
        let probes = assessment.trials.map(\.probe)
        if probes.allSatisfy({ $0.outcome == .interrupted }) {
            return Judgement(.inconclusive, "the run ended before Postfix's route had answered")
        }
        guard let first = assessment.trials.first(where: { $0.probe.outcome != .interrupted })
        else { return base }
        let failure = "\(subject(first)) \(OutcomeText.describe(first.probe))"
        if isFree {
            return Judgement(
                .unreachable,
                "\(failure), although port 25 of the mail hosts answers"
            )
        }
        switch base.verdict {
        case .blocked, .filtered, .unreachable, .rejected, .misconfigured, .noMail: return base
        // What keeps us from the MX hosts may keep us from the route as well.
        case .inconclusive where assessment.mxPath != .absent: return base
        case .inconclusive, .healthy, .degraded, .diverted, .dnsFailure:
            return Judgement(.unreachable, failure)
        }
    }

    private static func subject(_ trial: RouteAssessment.Trial) -> String {
        let endpoint = trial.probe.endpoint
        return "Postfix's route \(trial.hop.hostText(of: endpoint.address)):\(endpoint.port)"
    }
}
