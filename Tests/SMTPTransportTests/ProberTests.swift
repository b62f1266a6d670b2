import ProbeEngine
import ProbeModel
import Testing

@testable import SMTPTransport

/// Everything that holds real sessions on loopback, one test at a time: the servers block in threads.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct ProberTests {}

extension ProbeRequest {
    /// A request with deadlines that fit loopback.
    static func test(
        _ endpoint: Endpoint,
        hostName: String? = "mail.domain1.test",
        acceptance: String? = nil,
        tlsa: [TLSARecord] = [],
        _ adjust: (inout ProbeLimits) -> Void = { _ in }
    ) -> ProbeRequest {
        var limits = ProbeLimits()
        limits.quit = .seconds(5)
        adjust(&limits)
        return ProbeRequest(
            endpoint: endpoint,
            hostName: hostName.flatMap { DomainName($0) },
            plan: SessionPlan(
                ehloName: "probe.test",
                tlsMode: endpoint.tlsMode,
                acceptanceDomain: acceptance.flatMap { DomainName($0) }
            ),
            tlsaRecords: tlsa,
            limits: limits
        )
    }
}

extension SMTPProber {
    /// Probes without listening to progress.
    func probe(_ request: ProbeRequest) async -> ProbeObservation {
        await probe(request) { _ in }
    }
}
