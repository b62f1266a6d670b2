import Diagnosis
import PostfixModel
import ProbeEngine
import ProbeModel

/// Observes and judges domains one by one, while others are still to come.
///
/// This machine's port 25 is judged by what was seen until then; where something made it doubtful, the domains wait until
/// it has been looked into, once a run.
struct DomainJudge: Sendable {
    let setup: RunSetup
    /// What port 25 of some addresses said in earlier runs.
    let recall: @Sendable ([IPAddress]) async -> [ProbeObservation]

    private let context: AdviceContext
    private let rules = OnceOnly<[FirewallRule]>()
    private let relays = OnceOnly<[RelayObservation]>()

    /// Prepares what is the same for all domains.
    init(
        setup: RunSetup,
        recall: @escaping @Sendable ([IPAddress]) async -> [ProbeObservation]
    ) {
        self.setup = setup
        self.recall = recall
        context = setup.adviceContext()
    }

    /// Observes and judges one domain.
    ///
    /// - Parameters:
    ///   - domain: The domain.
    ///   - decision: How Postfix here would deliver; `nil` without Postfix.
    ///   - queues: The mail that waits.
    /// - Returns: The diagnosis.
    func judge(
        _ domain: DomainName,
        decision: RouteDecision?,
        queues: Task<[DomainName: QueueSummary], Never>
    ) async -> DomainDiagnosis {
        let target = Target.domain(domain)
        let first = await setup.engine.observe(target, route: decision?.route)
        let egress = await setup.engine.egressMeanwhile()
        var observation = first
        if egress.contains(where: \.isOpenToMailOwnerAlone) {
            observation = await setup.engine.askAsMailOwner(first, of: target, egress: egress)
        }
        let context = await context(observation, decision, egress)
        var diagnosis = Self.diagnose(observation, egress, decision, context)
        if diagnosis.verdict.wantsAnotherWay {
            let candidates = setup.relayCandidates(egress: egress, ownNames: context.ownNames)
            if !candidates.isEmpty {
                var context = context
                context.relays = await relays.value { [setup] in
                    await setup.observe(candidates, for: domain)
                }
                diagnosis = Self.diagnose(observation, egress, decision, context)
            }
        }
        diagnosis.queue = await queues.value[domain]
        return diagnosis
    }

    private func context(
        _ observation: DomainObservation,
        _ decision: RouteDecision?,
        _ egress: [EgressReport]
    ) async -> AdviceContext {
        var context = context
        context.isRelayDomain = decision?.addressClass.map { $0 == .relay }
        // Only where port 25 fails is it of interest what it said before.
        let silent = observation.probes.filter {
            $0.endpoint.port == Endpoint.smtpPort && !$0.outcome.speaksSMTP
        }
        if !silent.isEmpty {
            context.earlierSessions = await recall(Set(silent.map(\.endpoint.address)).sorted())
        }
        if egress.contains(where: { $0.verdict == .locallyBlocked }) {
            context.firewallRules = await rules.value { [setup] in
                await setup.firewall.outputRules()
            }
        }
        return context
    }

    private static func diagnose(
        _ observation: DomainObservation,
        _ egress: [EgressReport],
        _ decision: RouteDecision?,
        _ context: AdviceContext
    ) -> DomainDiagnosis {
        DomainDiagnoser.diagnose(
            observation,
            egress: egress,
            route: decision?.route ?? Route(source: .mx),
            context: context
        )
    }
}
