public import ProbeModel

/// Turns what was seen of one family's way to port 25 into a verdict with evidence.
///
/// A pure function. The first rule with an opinion wins; local causes come first, and where no rule is
/// sure the verdict is `inconclusive`, because a wrong `blocked` is the worst answer there is.
public enum EgressDiagnoser {
    /// Judges one family.
    public static func judge(_ observation: EgressObservation) -> EgressReport {
        let evidence = ContextEvidence.evidence(observation)
        let opinion =
            UnavailableRule.judge(observation)
            ?? LocalRule.judge(observation)
            ?? InterceptionRule.judge(observation)
            ?? ThrottleRule.judge(observation)
            ?? OpenRule.judge(observation)
            ?? OfflineRule.judge(observation)
            ?? BlockedRule.judge(observation)
            ?? InconclusiveRule.judge(observation)
        return EgressReport(
            family: observation.family,
            verdict: opinion.verdict,
            method: opinion.method,
            confidence: opinion.confidence,
            blockedAt: opinion.blockedAt,
            controls: observation.controls,
            traces: observation.traces,
            evidence: opinion.evidence
                + evidence.filter { extra in
                    !opinion.evidence.contains { $0.id == extra.id }
                },
            reachesHost: opinion.reachesHost
        )
    }
}
