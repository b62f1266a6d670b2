import ProbeModel

/// Picks the verdict: the first rule with an opinion wins.
enum VerdictRule {
    /// Judges a domain by what was seen and by what the finding rules said of it.
    static func judge(
        _ observation: DomainObservation,
        egress: [EgressReport],
        findings: [Finding]
    ) -> Judgement {
        DNSVerdict.judge(observation)
            ?? AddressVerdict.judge(observation)
            ?? EgressEffect.judge(observation, egress: egress)
            ?? DeliveryVerdict.judge(observation, findings: findings)
    }
}
