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
            egress.filter { $0.verdict.isTrouble || $0.isOpenToMailOwnerAlone }.map(\.family)
        )
        let observation = diagnosis.observation
        let families = families
        let ofRoute = (observation.route?.nexthops ?? []).flatMap { hop in
            hop.probes.map(\.endpoint)
                .filter { $0.port == Endpoint.smtpPort && families.contains($0.address.family) }
                .map { "\(hop.hostText(of: $0.address)) \($0)" }
        }
        endpoints = Set(ofRoute).union(
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
        case .endpointFails, .routeEndpointFails: return endpoints.contains(finding.subject)
        default: return false
        }
    }
}
