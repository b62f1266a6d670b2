public import ProbeModel

/// Says what to do about a diagnosis, the smallest change first.
///
/// A pure function. A healthy domain needs no advice and gets none, but for a word on relays that were asked for.
public enum Advisor {
    /// Advises on one domain.
    ///
    /// - Parameters:
    ///   - diagnosis: The domain's diagnosis; its own recommendations are not looked at.
    ///   - egress: This machine's port 25 per family; empty when it was not judged.
    ///   - context: What else is known.
    /// - Returns: The recommendations in order; empty when there is nothing to do or to explain.
    public static func recommend(
        _ diagnosis: DomainDiagnosis,
        egress: [EgressReport],
        context: AdviceContext
    ) -> [Recommendation] {
        let advice = AdviceCase(diagnosis: diagnosis, egress: egress, context: context)
        let recommendations = AdviceRules.all.flatMap { $0(advice) }
        let answer = recommendations.isEmpty ? NothingRule.recommend(advice) : recommendations
        return answer + RelayRemark.remarks(advice, beside: answer)
    }
}
