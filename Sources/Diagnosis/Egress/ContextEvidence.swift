import ProbeModel

/// Tells what is worth knowing beside any verdict: loss that was seen, and why there is no trace.
enum ContextEvidence {
    static func evidence(_ observation: EgressObservation) -> [Evidence] {
        var evidence: [Evidence] = []
        let lost = SYNCount(observation).lost
        if lost > 0 {
            evidence.append(
                Evidence(
                    .lossSeen,
                    "\(lost) SYNs to reference ports were lost too: the line loses packets"
                )
            )
        }
        if let problem = observation.traceProblem {
            evidence.append(Evidence(.traceMissing, "the path could not be traced: \(problem)"))
        }
        return evidence
    }
}
