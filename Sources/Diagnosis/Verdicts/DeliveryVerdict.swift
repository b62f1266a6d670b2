import ProbeModel

/// Judges what the sessions with the mail hosts showed.
enum DeliveryVerdict {
    static func judge(_ observation: DomainObservation, findings: [Finding]) -> Judgement {
        let probes = observation.candidateHosts.flatMap { observation.probes(of: $0) }
        let tried = probes.filter { $0.endpoint.port == Endpoint.smtpPort }
        let onSMTP = tried.isEmpty ? byRoute(observation) : tried
        let ready = onSMTP.filter { $0.outcome == .ready }
        if !ready.isEmpty {
            return working(observation, ready: ready, findings: findings)
        }
        return failing(onSMTP: onSMTP, alternates: probes.filter { !onSMTP.contains($0) })
    }

    /// Port 25 of the MX hosts as Postfix's route tried it, where it was left out otherwise.
    private static func byRoute(_ observation: DomainObservation) -> [ProbeObservation] {
        let addresses = Set(observation.candidateHosts.flatMap(\.addresses))
        return observation.routeProbes.filter {
            $0.endpoint.port == Endpoint.smtpPort && addresses.contains($0.endpoint.address)
        }
    }

    /// At least one endpoint on port 25 speaks SMTP with us.
    private static func working(
        _ observation: DomainObservation,
        ready: [ProbeObservation],
        findings: [Finding]
    ) -> Judgement {
        let refusals = ready.filter { $0.acceptance == .refused || $0.acceptance == .loginRequired }
        if refusals.count == ready.count, let reply = refusals.first?.acceptanceReply {
            return Judgement(
                .rejected,
                "the mail hosts do not take the domain's mail: \(reply.summary)"
            )
        }
        return flowing(findings, else: healthySentence(observation, ready: ready))
    }

    /// Mail can flow: well, or not quite.
    ///
    /// - Parameters:
    ///   - findings: What is worth telling, the worst first.
    ///   - sentence: What to say where nothing is wrong.
    /// - Returns: `degraded` where a finding is a warning at least, else `healthy`.
    static func flowing(_ findings: [Finding], else sentence: String) -> Judgement {
        let worst = findings.filter { $0.severity >= .warning }
        guard let first = worst.first else { return Judgement(.healthy, sentence) }
        let others = Set(worst.map(\.id)).count - 1
        let more = others > 0 ? ", and \(others) more" : ""
        return Judgement(.degraded, "mail can flow, but \(first.phrase)\(more)")
    }

    private static func healthySentence(
        _ observation: DomainObservation,
        ready: [ProbeObservation]
    ) -> String {
        let hosts = observation.candidateHosts.count
        let families = AddressFamily.allCases
            .filter { family in ready.contains { $0.endpoint.address.family == family } }
            .map(\.label).joined(separator: ", ")
        return (hosts == 1 ? "the mail host answers" : "all \(hosts) mail hosts answer")
            + " on port 25 (\(families))"
            + (ready.allSatisfy(\.isAsMailOwner) ? " to the user that runs Postfix" : "")
    }

    /// Nothing on port 25 is ready.
    private static func failing(
        onSMTP: [ProbeObservation],
        alternates: [ProbeObservation]
    ) -> Judgement {
        if let refusal = onSMTP.first(where: { $0.outcome == .rejected }) {
            return Judgement(.rejected, "a mail host \(OutcomeText.describe(refusal))")
        }
        if let delay = onSMTP.first(where: { $0.outcome == .deferred }) {
            return Judgement(
                .inconclusive,
                "a mail host \(OutcomeText.describe(delay)); that is rate or reputation, not an outage"
            )
        }
        if onSMTP.isEmpty { return untried(alternates) }
        if onSMTP.allSatisfy({ $0.outcome == .interrupted }) {
            return Judgement(.inconclusive, "the run ended before a mail host had answered")
        }
        if onSMTP.allSatisfy({ $0.outcome == .noRoute || $0.outcome == .deniedLocally }) {
            return Judgement(.inconclusive, localSentence(onSMTP))
        }
        if let open = best(alternates) {
            return Judgement(
                .filtered,
                "port 25 of the mail hosts does not answer, port \(open.endpoint.port) does"
                    + (open.acceptance == .accepted ? " and takes the domain's mail" : "")
            )
        }
        return Judgement(.unreachable, unreachableSentence(onSMTP))
    }

    /// Port 25 was not to be tried, so that nothing can be said of the way that mail takes.
    private static func untried(_ alternates: [ProbeObservation]) -> Judgement {
        let rest: String
        if let open = best(alternates) {
            rest =
                ", port \(open.endpoint.port) answers"
                + (open.acceptance == .accepted ? " and takes the domain's mail" : "")
        } else {
            let isCut = alternates.contains { $0.outcome == .interrupted }
            rest = alternates.isEmpty || isCut ? "" : ", and none of the ports tried answers"
        }
        return Judgement(.inconclusive, "port 25 of the mail hosts was not tried" + rest)
    }

    private static func best(_ alternates: [ProbeObservation]) -> ProbeObservation? {
        alternates.first { $0.outcome == .ready && $0.acceptance == .accepted }
            ?? alternates.first { $0.outcome == .ready }
            ?? alternates.first { $0.outcome.speaksSMTP }
    }

    private static func localSentence(_ probes: [ProbeObservation]) -> String {
        probes.contains { $0.outcome == .deniedLocally }
            ? "this machine's own firewall forbids the connection"
            : "this machine has no route to the mail hosts"
    }

    private static func unreachableSentence(_ probes: [ProbeObservation]) -> String {
        guard let first = probes.first else { return "no mail host answers" }
        let outcomes = Set(probes.map(\.outcome))
        if outcomes.count == 1 {
            return probes.count == 1
                ? "the mail host \(OutcomeText.describe(first)) on port 25, and no other port helps"
                : "every mail host address \(OutcomeText.describe(first)) on port 25, and no other port helps"
        }
        return "no mail host answers on any port"
    }
}
