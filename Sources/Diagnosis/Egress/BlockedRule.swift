import ProbeModel

/// Says `blocked` where controls of two or more operators fail on 25 while the same addresses answer on
/// their reference ports, and nobody answers on 25.
///
/// Silence counts by ``LossModel``, resets and ICMP errors by ``RefusalCount``, and both also with any one operator
/// left out, whose own firewall it may be. Refusals must come on every attempt, at two operators, while the
/// reference port goes on answering. Anything that connects on 25, or passes where others are refused, silences the rule.
enum BlockedRule {
    /// How often the reference port must answer beside refusals.
    static let answersNeeded = 2
    /// How many SYNs of a control must stay unanswered before its silence counts.
    static let silentSYNsNeeded = 3

    static func judge(_ observation: EgressObservation) -> EgressOpinion? {
        guard !observation.hasSMTPConnection,
            !observation.traces.contains(where: \.smtp.passesRefusal)
        else { return nil }
        let failing = observation.failingControls.filter(isSettled)
        guard failing.operatorCount >= 2, let method = method(failing) else { return nil }
        let ratio = SYNCount.sharedLog10Ratio(observation, failing)
        let refusing = failing.filter(hasRefusals)
        let isRefused = method != .drop && refusing.operatorCount >= 2
        let weight =
            isRefused ? RefusalCount(observation, refusing).confidence : confidence(ratio)
        guard let confidence = weight else { return nil }
        return EgressOpinion(
            verdict: .blocked,
            method: method,
            confidence: confidence,
            blockedAt: hop(observation),
            evidence: evidence(observation, failing: failing, method: method, ratio: ratio)
        )
    }

    private static func isSettled(_ control: ControlObservation) -> Bool {
        if hasRefusals(control) {
            let answers = control.comparisons.count(where: \.isConnected)
            // A line that comes and goes refuses both ports by turns.
            return control.endedAttempts.allSatisfy(\.outcome.isRefusal)
                && control.endedAttempts.count >= RefusalCount.perControl
                && answers >= answersNeeded
                && control.comparisons.allSatisfy { !$0.outcome.isFailedConnect }
        }
        return control.attempts.reduce(0, { $0 + $1.synsSent }) >= silentSYNsNeeded
    }

    private static func hasRefusals(_ control: ControlObservation) -> Bool {
        control.endedAttempts.contains(where: \.outcome.isRefusal)
    }

    /// The way in which most controls fail; one that is down by itself must not hide what the others show.
    private static func method(_ controls: [ControlObservation]) -> BlockMethod? {
        let methods = controls.compactMap { control in control.endedAttempts.last.map(method) }
        let order: [BlockMethod] = [.drop, .icmp, .reset]
        return order.max { left, right in
            methods.count { $0 == left } < methods.count { $0 == right }
        }
    }

    private static func method(_ probe: ProbeObservation) -> BlockMethod {
        switch probe.outcome {
        case .refused: return .reset
        case .unreachable, .prohibited: return .icmp
        default: return .drop
        }
    }

    private static func confidence(_ ratio: Double) -> Confidence? {
        if ratio < LossModel.conclusive { return .conclusive }
        return ratio < LossModel.likely ? .likely : nil
    }

    private static func hop(_ observation: EgressObservation) -> PathHop? {
        let hops = observation.traces.compactMap { TraceComparison($0)?.lastHop }
        // A SYN to 25 was seen that far; that another trace lost sight of it sooner may be loss.
        return hops.max { $0.distance < $1.distance }
    }

    private static func evidence(
        _ observation: EgressObservation,
        failing: [ControlObservation],
        method: BlockMethod,
        ratio: Double
    ) -> [Evidence] {
        let ports = Set(failing.map(\.referencePort)).sorted().map(String.init).joined(
            separator: ", "
        )
        let how: String
        switch method {
        case .drop: how = "are silent on port 25"
        case .reset: how = "reset port 25"
        case .icmp: how = "are refused by ICMP on port 25"
        }
        var evidence = [
            Evidence(
                .controlsFail,
                "\(failing.count) of \(observation.controls.count) controls of \(failing.operatorCount) operators "
                    + "\(how) and answer on port \(ports) at the same addresses"
            )
        ]
        if method == .drop {
            let count = SYNCount(observation)
            evidence.append(
                Evidence(
                    .lossExplains,
                    "\(count.unanswered) SYNs to port 25 stayed unanswered and \(count.answered) to reference ports did not; "
                        + "loss alone explains that less than once in 10^\(Int(-ratio.rounded(.up)))"
                )
            )
        }
        if let hop = hop(observation) { evidence.append(stop(hop)) }
        return evidence
    }

    private static func stop(_ hop: PathHop) -> Evidence {
        let who = [hop.name?.description, hop.address.map { "(\($0))" }].compactMap(\.self)
        return Evidence(
            .traceStops,
            "port 25 is stopped at or just after hop \(hop.distance)"
                + (who.isEmpty ? "" : ", " + who.joined(separator: " "))
        )
    }
}
