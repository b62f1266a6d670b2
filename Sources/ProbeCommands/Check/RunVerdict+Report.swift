import AlertPolicy
import ProbeModel
import StateStore

extension RunVerdict {
    /// What a run concluded about a subject, with the outcomes of the ports that were tried.
    init(_ observation: SubjectObservation, probes: [ProbeObservation] = []) {
        let ports = Dictionary(grouping: probes, by: \.endpoint.port)
        let facts = ports.map { port, probes in
            ("port \(port)", Set(probes.map(\.outcome.rawValue)).sorted().joined(separator: ", "))
        }
        self.init(
            verdict: observation.condition.verdict,
            severity: observation.condition.severity,
            summary: observation.summary,
            facts: Dictionary(facts) { first, _ in first }
        )
    }
}
