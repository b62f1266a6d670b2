import ProbeModel

/// Looks at DANE for SMTP (RFC 7672): mismatches, records of no use, and lookups that failed.
enum DANERule {
    static func findings(_ observation: DomainObservation) -> [Finding] {
        observation.candidateHosts.flatMap { host in
            lookup(host)
                + observation.probes(of: host)
                .filter { $0.endpoint.port == Endpoint.smtpPort }
                .compactMap { verdict($0, host: host) }
        }
    }

    /// A failed TLSA lookup of a secure host means that DANE senders defer (RFC 7672 section 2.1.2).
    private static func lookup(_ host: MXHost) -> [Finding] {
        guard let lookup = host.tlsaLookup, !lookup.status.isDefinite, lookup.status != .bogus,
            lookup.status != .interrupted
        else { return [] }
        return [
            Finding(
                .tlsaLookupFailed,
                .warning,
                subject: lookup.question.name.ascii,
                message:
                    "the TLSA lookup failed (\(lookup.status.rawValue)); senders that use DANE defer mail"
            )
        ]
    }

    private static func verdict(_ probe: ProbeObservation, host: MXHost) -> Finding? {
        let subject = "\(host.exchange) \(probe.endpoint)"
        switch probe.tls?.dane {
        case nil, .verified: return nil
        case .mismatch:
            return Finding(
                .daneMismatch,
                .warning,
                subject: subject,
                message:
                    "the certificate matches none of the TLSA records; senders that use DANE do not deliver"
            )
        case .unusable:
            return Finding(
                .daneUnusable,
                .warning,
                subject: subject,
                message: "no TLSA record can be used with SMTP (usages 2 and 3 only, RFC 7672)"
            )
        }
    }
}
