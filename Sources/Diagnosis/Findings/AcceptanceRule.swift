import ProbeModel

/// Tells what became of the acceptance check on port 25.
enum AcceptanceRule {
    static func findings(_ observation: DomainObservation) -> [Finding] {
        observation.candidateHosts.flatMap { host in
            observation.probes(of: host)
                .filter { $0.endpoint.port == Endpoint.smtpPort }
                .compactMap { finding(host: host, probe: $0) }
        }
    }

    private static func finding(host: MXHost, probe: ProbeObservation) -> Finding? {
        let subject = "\(host.exchange) \(probe.endpoint)"
        let said = probe.acceptanceReply.map { ": \($0.summary)" } ?? ""
        switch probe.acceptance {
        case .accepted, .notTested: return nil
        case .deferred:
            return Finding(
                .acceptanceDeferred,
                .ok,
                subject: subject,
                message: "asks strangers to come again (greylisting or postscreen; healthy)" + said
            )
        case .refused, .loginRequired:
            return Finding(
                .acceptanceRefused,
                .warning,
                subject: subject,
                message: "does not take the domain's mail from here" + said
            )
        }
    }
}
