import ProbeModel

/// The findings that the verdict on this machine's port 25 explains, so that the text tells them once.
struct ExplainedFindings: Sendable {
    private let families: Set<AddressFamily>
    private let endpoints: Set<String>
    private let isTold: Bool

    /// Collects what the reports explain of a domain.
    init(_ diagnosis: DomainDiagnosis, egress: [EgressReport]) {
        isTold = !egress.isEmpty
        families = Set(
            egress.filter { $0.verdict.isTrouble || $0.isOpenToPostfixAlone }.map(\.family)
        )
        let observation = diagnosis.observation
        let families = families
        endpoints = Set(
            observation.candidateHosts.flatMap { host in
                observation.probes(of: host)
                    .filter { $0.endpoint.port == Endpoint.smtpPort }
                    .filter { families.contains($0.endpoint.address.family) }
                    .map { "\(host.exchange) \($0.endpoint)" }
            }
        )
    }

    /// Whether a finding says nothing more.
    func contain(_ finding: Finding) -> Bool {
        switch finding.id {
        case .egressStopped: return isTold
        case .familyFails: return families.contains { $0.words == finding.subject }
        case .endpointFails: return endpoints.contains(finding.subject)
        default: return false
        }
    }
}
