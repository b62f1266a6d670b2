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
    ///   - queue: The mail that waits for the domain; `nil` where the queue was not read.
    ///   - context: What advice needs to know beyond that.
    /// - Returns: The verdict, what is worth telling, and what to do.
    public static func diagnose(
        _ observation: DomainObservation,
        egress: [EgressReport] = [],
        route: Route = Route(source: .mx),
        queue: QueueSummary? = nil,
        context: AdviceContext = AdviceContext()
    ) -> DomainDiagnosis {
        let findings = findings(observation, egress: egress, route: route)
        let judgement = VerdictRule.judge(
            RouteSituation(
                observation: observation,
                route: route,
                egress: egress,
                findings: findings
            )
        )
        var diagnosis = DomainDiagnosis(
            observation: observation,
            verdict: judgement.verdict,
            severity: judgement.severity,
            summary: judgement.summary,
            route: route,
            queue: queue,
            findings: findings
        )
        diagnosis.recommendations = Advisor.recommend(diagnosis, egress: egress, context: context)
        return diagnosis
    }

    /// What is worth telling, the worst first.
    private static func findings(
        _ observation: DomainObservation,
        egress: [EgressReport],
        route: Route
    ) -> [Finding] {
        let situation = RouteSituation(
            observation: observation,
            route: route,
            egress: egress,
            findings: []
        )
        let ofRoute = RouteRules.all.flatMap { $0(situation) }
        // Whoever has a way to the main server is the best MX host for good reason.
        let hasRoute = situation.assessment?.hops.contains { !$0.isSelf } == true
        let all =
            EgressRule.findings(observation, egress: egress)
            + FindingRules.all.flatMap { $0(observation) }
            .filter { $0.id != .mxSelfIsBest || !hasRoute } + ofRoute
        return all.enumerated()
            .sorted { ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset) }
            .map(\.element)
    }
}
