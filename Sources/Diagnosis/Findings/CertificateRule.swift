import ProbeModel

/// Looks at certificates; delivery between mail servers is opportunistic and needs none of this (RFC 7435).
enum CertificateRule {
    /// How long before its end a certificate is told of: the time that renewals by hand need.
    static let notice: Int64 = 14 * 86_400

    static func findings(_ observation: DomainObservation) -> [Finding] {
        observation.candidateHosts.flatMap { host in
            observation.probes(of: host)
                .filter { $0.endpoint.port == Endpoint.smtpPort }
                .compactMap { probe in
                    probe.tls.flatMap { tls in
                        finding(
                            tls,
                            subject: "\(host.exchange) \(probe.endpoint)",
                            now: observation.observedAt
                        )
                    }
                }
        }
    }

    private static func finding(_ tls: TLSObservation, subject: String, now: Int64) -> Finding? {
        // DANE-EE takes neither names nor dates from the certificate (RFC 7672 section 3.1.1).
        if tls.dane == .verified { return nil }
        if let end = tls.notAfter, end <= now {
            return Finding(
                .certificateExpired,
                .warning,
                subject: subject,
                message: "the certificate ended \(days(now - end)) ago"
            )
        }
        if !tls.verified, let error = tls.error {
            return Finding(
                .certificateUnverified,
                .ok,
                subject: subject,
                message:
                    "the certificate does not verify (\(error)); opportunistic TLS does not need it to"
            )
        }
        if let end = tls.notAfter, end - now <= notice {
            return Finding(
                .certificateExpiring,
                .ok,
                subject: subject,
                message: "the certificate ends in \(days(end - now))"
            )
        }
        return nil
    }

    private static func days(_ seconds: Int64) -> String {
        let days = seconds / 86_400
        if days < 1 { return "less than a day" }
        return days == 1 ? "1 day" : "\(days) days"
    }
}
