import ProbeModel

/// Says what became of the relays that the user named, where they are not what is recommended, so that nobody waits for a word of them.
enum RelayRemark {
    /// One remark for each of the user's relays that the advice leaves out.
    ///
    /// - Parameters:
    ///   - advice: The case.
    ///   - recommended: What is recommended.
    /// - Returns: The remarks, those on relays that were tried first.
    static func remarks(
        _ advice: AdviceCase,
        beside recommended: [Recommendation]
    ) -> [Recommendation] {
        let relays = advice.context.relays.filter { $0.origin == .user }
        let results = Set(
            recommended.filter { $0.action == .useRelayhost }.compactMap(\.result)
        )
        let tried = relays.compactMap { relay in
            remark(on: relay, recommended: results, advice).map { "the relay \(relay.host) \($0)" }
        }
        let names = Set(relays.map(\.host))
        let others = advice.context.askedRelays.filter { !names.contains($0) }.map {
            "the relay \($0) was not tried: \(excuse(advice.diagnosis.verdict))"
        }
        return (tried + others).map { Recommendation(action: .none, reason: $0) }
    }

    /// What became of a relay that was tried, as the end of a sentence that begins with it; `nil` where it is recommended.
    private static func remark(
        on relay: RelayObservation,
        recommended: Set<String>,
        _ advice: AdviceCase
    ) -> String? {
        let intercepted = Set(AddressFamily.allCases.filter(advice.isIntercepted))
        guard let offer = RelayOffer(relay, intercepted: intercepted) else {
            return uselessness(relay)
        }
        guard !recommended.contains(offer.nexthop) else { return nil }
        if advice.routeLeads(to: offer.port, of: offer.host, addresses: []) {
            return "is where mail goes already"
        }
        let why = recommended.isEmpty ? objection(advice) : "another one serves better"
        return "\(offer.promise), but \(why)"
    }

    /// Why no port of a relay is usable.
    private static func uselessness(_ relay: RelayObservation) -> String {
        let groups = Dictionary(grouping: relay.probes) { OutcomeText.describe($0) }
        let words = groups.map { words, probes in
            let ports = Set(probes.map(\.endpoint.port)).sorted()
            return words + (ports.count == 1 ? " on port " : " on ports ")
                + ports.map(String.init).asList
        }
        return words.isEmpty
            ? "has no address that could be tried"
            : "takes no mail from here: it " + words.sorted().joined(separator: "; it ")
    }

    /// Why a relay that takes mail is not what is to be done.
    private static func objection(_ advice: AdviceCase) -> String {
        if advice.reports.contains(where: { $0.verdict == .locallyBlocked }) {
            return "what stops port 25 is this machine's own firewall"
        }
        switch advice.diagnosis.verdict {
        case .unreachable, .filtered:
            return "no mail host answers, and it would find them no better"
        case .healthy, .degraded, .diverted, .misconfigured, .noMail, .dnsFailure, .blocked,
            .rejected, .inconclusive:
            return excuse(advice.diagnosis.verdict)
        }
    }

    /// Why a relay is not the answer to a verdict.
    private static func excuse(_ verdict: Verdict) -> String {
        switch verdict {
        case .healthy, .degraded, .diverted: return "mail gets through without it"
        case .noMail: return "the domain says that it takes no mail"
        case .misconfigured: return "the domain's DNS is wrong, for a relay as well"
        case .dnsFailure: return "DNS does not tell where the mail goes"
        case .inconclusive: return "whether mail needs one could not be told"
        case .blocked, .filtered, .unreachable, .rejected: return "the route does not allow for it"
        }
    }
}
