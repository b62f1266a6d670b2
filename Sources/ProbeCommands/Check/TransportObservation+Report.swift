import AlertPolicy
import Diagnosis
import ProbeModel

extension TransportObservation {
    /// What a diagnosis says of a domain's transport entry.
    ///
    /// - Parameters:
    ///   - diagnosis: The diagnosis.
    ///   - egress: What is known of this machine's port 25.
    ///   - entry: What the map says of mxprobe's entry.
    init(_ diagnosis: DomainDiagnosis, egress: [EgressReport], entry: EntryState) {
        let port25: Port25 =
            switch OrdinaryPath(diagnosis.observation, egress: egress) {
            case .works: .good
            case .fails: diagnosis.verdict == .inconclusive ? .unknown : .bad
            case .unknown: .unknown
            }
        self.init(
            domain: diagnosis.observation.resolution.domain,
            verdict: diagnosis.verdict,
            port25: port25,
            advice: diagnosis.recommendations.first { $0.action == .setTransport }
                .map { AlertAdvice($0) },
            entry: entry
        )
    }
}
