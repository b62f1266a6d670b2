public import ProbeModel

/// Turns what was seen of a domain into a verdict, findings and advice.
///
/// A pure function: equal observations give equal answers, without clock, network or files.
public enum DomainDiagnoser {
    /// Judges one domain.
    ///
    /// - Parameters:
    ///   - observation: What was seen of the domain.
    ///   - egress: This machine's port 25 per family; empty when it was not judged.
    ///   - route: How Postfix here would deliver.
    ///   - context: What advice needs to know beyond that.
    /// - Returns: The verdict, what is worth telling, and what to do.
    public static func diagnose(
        _ observation: DomainObservation,
        egress: [EgressReport] = [],
        route: Route = Route(source: .mx),
        context: AdviceContext = AdviceContext()
    ) -> DomainDiagnosis {
        let all =
            EgressRule.findings(observation, egress: egress)
            + FindingRules.all.flatMap { $0(observation) }
        let findings = all.enumerated()
            .sorted { ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset) }
            .map(\.element)
        let judgement = VerdictRule.judge(observation, egress: egress, findings: findings)
        var diagnosis = DomainDiagnosis(
            observation: observation,
            verdict: judgement.verdict,
            summary: judgement.summary,
            route: route,
            findings: findings
        )
        diagnosis.recommendations = Advisor.recommend(diagnosis, egress: egress, context: context)
        return diagnosis
    }
}
