import ProbeModel

/// Looks at STARTTLS on port 25: missing, mangled on the way, or offered and then failing.
enum StartTLSRule {
    static func findings(_ observation: DomainObservation) -> [Finding] {
        observation.candidateHosts.flatMap { host in
            observation.probes(of: host)
                .filter { $0.endpoint.port == Endpoint.smtpPort && $0.outcome == .ready }
                .flatMap { findings(host: host, probe: $0) }
        }
    }

    private static func findings(host: MXHost, probe: ProbeObservation) -> [Finding] {
        let subject = "\(host.exchange) \(probe.endpoint)"
        switch probe.startTLS {
        case .established:
            guard let tls = probe.tls, oldVersions.contains(tls.version) else { return [] }
            return [
                Finding(
                    .tlsOldVersion,
                    .warning,
                    subject: subject,
                    message: "negotiates \(tls.version), which RFC 8996 retired"
                )
            ]
        case .notTried: return []
        case .refused(let reply):
            return [
                Finding(
                    .startTLSFails,
                    .warning,
                    subject: subject,
                    message: "offers STARTTLS and refuses the command: \(reply.summary)"
                )
            ]
        case .failed(let reason):
            return [
                Finding(
                    .startTLSFails,
                    .warning,
                    subject: subject,
                    message: "offers STARTTLS, and the handshake fails: \(reason)"
                )
            ]
        case .notOffered where probe.usedHELO: return []
        case .notOffered:
            if probe.clearCapabilities.hasMangledStartTLS {
                return [
                    Finding(
                        .startTLSMangled,
                        .warning,
                        subject: subject,
                        message:
                            "STARTTLS arrives mangled (XXXXXXXA): a device on the way prevents encryption"
                    )
                ]
            }
            return [
                Finding(
                    .startTLSMissing,
                    .warning,
                    subject: subject,
                    message: "does not offer STARTTLS: mail goes in clear"
                )
            ]
        }
    }

    /// Versions below TLS 1.2, in OpenSSL's names.
    private static let oldVersions: Set<String> = ["SSLv3", "TLSv1", "TLSv1.1"]
}
