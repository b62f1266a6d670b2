import ProbeModel

/// Tells which endpoints on port 25 do not answer as a mail server should.
///
/// Alternate ports that do not answer are no fault: nobody promised them.
enum EndpointRule {
    static func findings(_ observation: DomainObservation) -> [Finding] {
        observation.candidateHosts.flatMap { host in
            observation.probes(of: host)
                .filter { $0.endpoint.port == Endpoint.smtpPort && $0.outcome != .ready }
                .map { probe in
                    Finding(
                        .endpointFails,
                        probe.outcome == .interrupted ? .unknown : .warning,
                        subject: "\(host.exchange) \(probe.endpoint)",
                        message: OutcomeText.describe(probe)
                    )
                }
        }
    }
}
