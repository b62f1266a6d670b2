import ProbeModel

/// Picks the verdict: the first rule with an opinion wins.
enum VerdictRule {
    /// Judges a domain by what was seen and by what the finding rules said of it.
    static func judge(_ situation: RouteSituation) -> Judgement {
        RouteVerdict.judge(situation, base: mxPath(situation))
    }

    /// Judges the way to the domain's own MX hosts.
    private static func mxPath(_ situation: RouteSituation) -> Judgement {
        let observation = situation.observation
        return DNSVerdict.judge(observation)
            ?? AddressVerdict.judge(observation)
            ?? EgressEffect.judge(observation, egress: situation.egress)
            ?? DeliveryVerdict.judge(observation, findings: situation.findings)
    }
}
