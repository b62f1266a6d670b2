public import ProbeModel

/// Turns what was seen of a domain into a verdict, findings and advice.
///
/// A pure function: equal observations give equal answers, without clock, network or files.
public enum DomainDiagnoser {
    /// Judges one domain.
    public static func diagnose(
        _ observation: DomainObservation,
        route: Route = Route(source: .mx)
    ) -> DomainDiagnosis {
        let findings = FindingRules.all.flatMap { $0(observation) }
            .enumerated()
            .sorted { ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset) }
            .map(\.element)
        let judgement = VerdictRule.judge(observation, findings: findings)
        return DomainDiagnosis(
            observation: observation,
            verdict: judgement.verdict,
            summary: judgement.summary,
            route: route,
            findings: findings
        )
    }
}
