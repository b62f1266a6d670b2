import ProbeModel

/// Recommends `contact-remote` where the mail host itself fails, refuses or is ill, with what to tell its people.
///
/// Silent about what this machine's own port 25 explains: a host behind a block is not to blame.
enum ContactRemoteRule {
    static func recommend(_ advice: AdviceCase) -> [Recommendation] {
        if let assessment = advice.assessment, isRoutesFault(assessment, advice) {
            // Going back to port 25 mends a diversion, with nobody's help.
            return advice.route.diversion != nil && assessment.isAtFault ? [] : route(assessment)
        }
        switch advice.diagnosis.verdict {
        case .rejected: return advice.isPortUnusable ? [] : [rejected(advice)]
        case .unreachable: return advice.isPortUnusable ? [] : [unreachable(advice)]
        case .filtered: return [filtered(advice)]
        case .degraded: return ill(advice)
        case .healthy, .diverted, .blocked, .misconfigured, .noMail, .dnsFailure, .inconclusive:
            return []
        }
    }

    /// Whether the verdict is about the route's own hosts, not about the MX hosts.
    private static func isRoutesFault(
        _ assessment: RouteAssessment,
        _ advice: AdviceCase
    ) -> Bool {
        guard assessment.working == nil else { return false }
        switch advice.diagnosis.verdict {
        case .unreachable, .rejected:
            return assessment.mxPath.isWorking || assessment.mxPath == .absent
        case .healthy, .degraded, .diverted, .blocked, .filtered, .misconfigured, .noMail,
            .dnsFailure, .inconclusive:
            return false
        }
    }

    /// What to tell the people of the hosts that the route names.
    private static func route(_ assessment: RouteAssessment) -> [Recommendation] {
        let failing = assessment.trials.filter { $0.probe.outcome != .interrupted }
        guard let first = failing.first else { return [] }
        let names = Set(failing.map { $0.hop.hostText(of: $0.probe.endpoint.address) }).sorted()
        let refusal = first.probe.acceptanceReply.map { ": \($0.summary)" }
        let what =
            first.probe.outcome == .ready
            ? "does not take the domain's mail from here\(refusal ?? "")"
            : OutcomeText.describe(first.probe)
        return [
            Recommendation(
                action: .contactRemote,
                reason: "tell whoever runs \(names.asList) that "
                    + "\(RouteText.endpoint(first.probe, of: first.hop)) \(what)"
            )
        ]
    }

    private static func onSMTP(_ advice: AdviceCase) -> [ProbeObservation] {
        advice.observation.candidateHosts.flatMap { advice.observation.probes(of: $0) }
            .filter { $0.endpoint.port == Endpoint.smtpPort }
    }

    private static func people(_ advice: AdviceCase) -> String {
        let names = advice.hosts.compactMap(\.name?.ascii)
        return "whoever runs " + (names.isEmpty ? advice.domain.ascii : names.asList)
    }

    private static func rejected(_ advice: AdviceCase) -> Recommendation {
        let refusals = onSMTP(advice).compactMap { probe -> (Reply, Acceptance)? in
            if probe.outcome == .rejected { return probe.reply.map { ($0, .refused) } }
            guard probe.acceptance == .refused || probe.acceptance == .loginRequired else {
                return nil
            }
            return probe.acceptanceReply.map { ($0, probe.acceptance) }
        }
        guard let (reply, acceptance) = refusals.first else {
            return Recommendation(
                action: .contactRemote,
                reason: "ask \(people(advice)) why they refuse mail from here"
            )
        }
        let said = "\"\(reply.summary)\""
        if ReputationHint(reply) != nil {
            return Recommendation(
                action: .contactRemote,
                reason:
                    "\(people(advice)) refuse this machine for its reputation, saying \(said): have its address "
                    + "removed from the list they name, or ask them to let it in",
                notes: reputationNotes(advice)
            )
        }
        if acceptance == .loginRequired {
            return Recommendation(
                action: .contactRemote,
                reason:
                    "tell \(people(advice)) that port 25 wants a login for the domain's own mail, which no "
                    + "other server has; it says \(said)"
            )
        }
        return Recommendation(
            action: .contactRemote,
            reason:
                "tell \(people(advice)) that they refuse mail for \(advice.domain), saying \(said)",
            notes: advice.context.isRelayDomain == true
                ? [
                    "as backup MX this machine must be allowed there, and \(advice.domain) be a domain of theirs"
                ]
                : []
        )
    }

    private static func reputationNotes(_ advice: AdviceCase) -> [String] {
        let addresses = advice.context.ownAddresses
            .filter { advice.families.contains($0.family) && !OwnAddress.isPrivate($0) }
        return addresses.isEmpty
            ? [] : ["this machine sends from \(addresses.map(\.description).asList)"]
    }

    private static func unreachable(_ advice: AdviceCase) -> Recommendation {
        Recommendation(
            action: .contactRemote,
            reason:
                "tell \(people(advice)) by another way than mail to \(advice.domain) that "
                + "\(described(onSMTP(advice))), while port 25 of others answers from here"
        )
    }

    private static func filtered(_ advice: AdviceCase) -> Recommendation {
        let obstacles = AlternatePort.obstacles(AlternatePort.all(advice))
        return Recommendation(
            action: .contactRemote,
            reason:
                "tell \(people(advice)) that \(described(onSMTP(advice))), while other ports of theirs and "
                + "port 25 of others answer from here: their firewall stops it",
            notes: obstacles
        )
    }

    /// The addresses and what becomes of their port 25, the same ones together.
    private static func described(_ probes: [ProbeObservation]) -> String {
        var order: [String] = []
        var addresses: [String: [String]] = [:]
        for probe in probes where probe.outcome != .interrupted && probe.outcome != .noRoute {
            let text = OutcomeText.describe(probe)
            if addresses[text] == nil { order.append(text) }
            addresses[text, default: []].append(probe.endpoint.address.description)
        }
        guard !order.isEmpty else { return "port 25 does not answer" }
        return order.map { "port 25 of \((addresses[$0] ?? []).asList) \($0)" }.asList
    }

    /// What is wrong with hosts of a domain whose mail flows, one recommendation a host.
    private static func ill(_ advice: AdviceCase) -> [Recommendation] {
        let excused = Set(
            advice.reports.filter { $0.verdict.isTrouble || $0.verdict == .offline }.map(\.family)
        )
        // Nothing that failed on this machine, or may have, is the remote's fault.
        let doubtful = Set(advice.reports.filter { $0.verdict == .inconclusive }.map(\.family))
        let own = Set(
            advice.observation.probes.filter { probe in
                probe.outcome == .noRoute || probe.outcome == .deniedLocally
                    || !probe.isConnected && doubtful.contains(probe.endpoint.address.family)
            }.map(\.endpoint.description)
        )
        return advice.hosts.compactMap { host in
            let complaints = advice.diagnosis.findings.compactMap { finding in
                complaint(finding, host: host, excused: excused, own: own)
            }
            guard let name = host.name, !complaints.isEmpty else { return nil }
            return Recommendation(
                action: .contactRemote,
                reason: "tell whoever runs \(name) that " + complaints.joined(separator: "; ")
            )
        }
    }

    private static func complaint(
        _ finding: Finding,
        host: MXHost,
        excused: Set<AddressFamily>,
        own: Set<String>
    ) -> String? {
        let prefix = "\(host.exchange) "
        guard remoteFaults.contains(finding.id), finding.severity == .warning,
            finding.subject.hasPrefix(prefix)
        else { return nil }
        let endpoint = finding.subject.dropFirst(prefix.count)
        let family: AddressFamily = endpoint.hasPrefix("[") ? .ipv6 : .ipv4
        guard !excused.contains(family), !own.contains(String(endpoint)) else { return nil }
        return "\(endpoint) \(finding.message)"
    }

    /// Findings that only the people of the mail host can mend.
    private static let remoteFaults: Set<FindingID> = [
        .endpointFails, .ehloRefused, .greetingSlow, .startTLSFails, .certificateExpired,
        .acceptanceRefused,
    ]
}
