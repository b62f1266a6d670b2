import ProbeModel

/// The SYNs of a run, counted for ``LossModel``.
struct SYNCount: Hashable, Sendable {
    /// SYNs to reference ports that were answered.
    private(set) var answered = 0
    /// SYNs to reference ports that were lost.
    private(set) var lost = 0
    /// SYNs to port 25 that were not answered.
    private(set) var unanswered = 0

    /// Counts those of the comparable controls and of the traces to them.
    ///
    /// - Parameters:
    ///   - observation: What was seen.
    ///   - omitted: An operator whose controls are left out.
    init(_ observation: EgressObservation, without omitted: String? = nil) {
        let controls = observation.comparableControls.filter { $0.controlOperator != omitted }
        for control in controls {
            for probe in control.fairReferences { count(reference: probe) }
            for probe in control.attempts where probe.outcome == .timeout {
                unanswered += max(probe.synsSent, 1)
            }
        }
        // A domain's own host may have a firewall of its own, which says nothing of the way there.
        let addresses = Set(controls.map(\.address))
        for pair in observation.traces where addresses.contains(pair.smtp.address) {
            guard let comparison = TraceComparison(pair), comparison.connectedNearer == nil,
                comparison.resetNearer == nil, comparison.refusal == nil
            else { continue }
            answered += comparison.answeredBeyond
            lost += comparison.lostBeyond
            unanswered += comparison.silentBeyond
        }
    }

    // A connection answers its last SYN; those before it were lost. A reset is an answer as well.
    private mutating func count(reference probe: ProbeObservation) {
        let sent = max(probe.synsSent, 1)
        if probe.isConnected || probe.outcome == .refused {
            answered += 1
            lost += sent - 1
        } else if probe.outcome == .timeout {
            lost += sent
        }
    }

    /// How well loss explains the silence of what remains when the operator who shows most is left out.
    ///
    /// One control's own firewall may stop 25 there; that must not carry the verdict together with
    /// a few lost SYNs elsewhere.
    static func sharedLog10Ratio(
        _ observation: EgressObservation,
        _ failing: [ControlObservation]
    ) -> Double {
        let operators = Set(failing.map(\.controlOperator))
        return operators.map { SYNCount(observation, without: $0).model.log10Ratio }.max() ?? 0
    }

    /// The counts as a question for the loss model.
    var model: LossModel { LossModel(answered: answered, lost: lost, unanswered: unanswered) }
}
