import ProbeModel

/// Recommends `fix-dns`, with the record to write, for each mistake in a domain's DNS and for resolvers that fail.
enum FixDNSRule {
    static func recommend(_ advice: AdviceCase) -> [Recommendation] {
        switch advice.diagnosis.verdict {
        case .healthy: return []
        case .dnsFailure: return [resolver(advice)] + mistakes(advice)
        case .noMail: return advice.context.isRelayDomain == true ? [nullMX(advice)] : []
        case .misconfigured:
            let found = mistakes(advice)
            return found.isEmpty && isDomainAtFault(advice) ? [domain(advice)] : found
        case .degraded, .diverted, .blocked, .filtered, .unreachable, .rejected, .inconclusive:
            return mistakes(advice)
        }
    }

    /// Whether it is the domain's own DNS that leaves nowhere to deliver to, and not Postfix's route.
    private static func isDomainAtFault(_ advice: AdviceCase) -> Bool {
        let judgement =
            DNSVerdict.judge(advice.observation) ?? AddressVerdict.judge(advice.observation)
        return judgement?.verdict == .misconfigured && advice.isSentBySMTP
    }

    private static func mistakes(_ advice: AdviceCase) -> [Recommendation] {
        var seen: Set<Recommendation> = []
        return advice.diagnosis.findings.compactMap { RecordFix.fix($0, advice) }
            .filter { seen.insert($0).inserted }
    }

    /// The domain as a whole is out of reach of mail.
    private static func domain(_ advice: AdviceCase) -> Recommendation {
        let name = advice.domain
        switch advice.observation.resolution.mxLookup.status {
        case .nxdomain:
            return Recommendation(
                action: .fixDNS,
                reason:
                    "\(name) does not exist: register or delegate it again, or stop accepting mail for it"
            )
        case .bogus:
            return Recommendation(
                action: .fixDNS,
                reason:
                    "have the zone of \(name) signed again, or its DS record removed from the parent zone"
            )
        case .found, .noData, .servfail, .refused, .timeout, .noResolver, .malformed, .interrupted:
            return Recommendation(
                action: .fixDNS,
                reason: "give \(name) an MX record that names its mail server",
                snippets: [RecordFix.record("\(name).  MX  10  mail.\(name).")]
            )
        }
    }

    private static func nullMX(_ advice: AdviceCase) -> Recommendation {
        Recommendation(
            action: .fixDNS,
            reason:
                "the null MX of \(advice.domain) tells all senders that it takes no mail: replace it, or take the "
                + "domain out of relay_domains",
            snippets: [RecordFix.record("\(advice.domain).  MX  10  mail.\(advice.domain).")]
        )
    }

    private static func resolver(_ advice: AdviceCase) -> Recommendation {
        let resolution = advice.observation.resolution
        let ofRoute = (advice.observation.route?.nexthops ?? []).flatMap(NexthopVerdict.lookups)
        let lookups =
            [resolution.mxLookup] + resolution.hosts.flatMap(\.addressLookups) + ofRoute
        let failed = lookups.first { !$0.status.isDefinite } ?? resolution.mxLookup
        let server = failed.failure?.server.map { SafeText.escape($0) } ?? "the resolver"
        let reason: String
        switch failed.status {
        case .noResolver:
            reason = "no resolver can be asked: name one that works in /etc/resolv.conf"
        case .refused:
            reason =
                "\(server) refuses to answer this machine: allow it there, or name another resolver"
        case .timeout:
            reason = "\(server) does not answer: see whether it runs and whether port 53 gets there"
        case .servfail, .malformed, .found, .noData, .nxdomain, .bogus, .interrupted:
            reason =
                "\(server) gets no usable answer about \(failed.question.name): see whether the domain's own "
                + "name servers answer, and whether another resolver does"
        }
        return Recommendation(
            action: .fixDNS,
            reason: reason,
            notes: ["--resolver ADDRESS asks another resolver"]
        )
    }
}
