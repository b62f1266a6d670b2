import ProbeModel

/// The SYNs of a run, counted for ``LossModel``.
struct SYNCount: Hashable, Sendable {
    /// SYNs to reference ports that were answered.
    private(set) var answered = 0
    /// SYNs to reference ports that were lost.
    private(set) var lost = 0
    /// SYNs to port 25 that were not answered.
    private(set) var unanswered = 0

    /// Counts those of the comparable controls and of the traces.
    init(_ observation: EgressObservation) {
        for control in observation.comparableControls {
            for probe in control.referenceAttempts { count(reference: probe) }
            for probe in control.attempts where probe.outcome == .timeout {
                unanswered += max(probe.synsSent, 1)
            }
        }
        for pair in observation.traces {
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
        if probe.outcome.isConnected || probe.outcome == .refused {
            answered += 1
            lost += sent - 1
        } else if probe.outcome == .timeout {
            lost += sent
        }
    }

    /// The counts as a question for the loss model.
    var model: LossModel { LossModel(answered: answered, lost: lost, unanswered: unanswered) }
}
