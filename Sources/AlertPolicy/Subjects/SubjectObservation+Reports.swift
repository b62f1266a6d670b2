public import ProbeModel

extension SubjectObservation {
    /// What a diagnosis says of a domain: what is wrong as evidence, and the first thing to do.
    public init(_ diagnosis: DomainDiagnosis) {
        self.init(
            subject: .domain(diagnosis.observation.resolution.domain),
            condition: Condition(
                verdict: diagnosis.verdict.rawValue,
                severity: diagnosis.severity
            ),
            summary: diagnosis.summary,
            evidence: diagnosis.findings.filter { $0.severity != .ok }
                .prefix(AlertLimits.evidence).map { AlertEvidence($0) },
            advice: diagnosis.recommendations.first { $0.action != .none }
                .map { AlertAdvice($0) },
            families: diagnosis.observation.triedFamilies
        )
    }

    /// What a report says of this machine's port 25 in one family.
    public init(_ report: EgressReport) {
        let reasons = report.evidence.prefix(AlertLimits.evidence).map { AlertEvidence($0) }
        self.init(
            subject: .egress(report.family),
            condition: Condition(verdict: report.verdict.rawValue, severity: report.severity),
            summary: reasons.first?.message ?? "port 25 is \(report.verdict.rawValue)",
            evidence: reasons
        )
    }
}

extension EgressReport {
    /// How bad it is that port 25 is so.
    ///
    /// A device in between that hands mail on to the right host, and a firewall that lets Postfix's user
    /// out, do not stop mail; neither does what works by turns.
    var severity: Severity {
        switch verdict {
        case .open, .unavailable: return .ok
        case .throttled: return .warning
        case .intercepted: return reachesHost == true ? .warning : .critical
        case .locallyBlocked:
            return evidence.contains { $0.id == .mailOwnerPasses } ? .ok : .critical
        case .blocked: return .critical
        case .offline, .inconclusive: return .unknown
        }
    }
}

extension CertificateObservation {
    /// The certificates that a domain's mail hosts showed on port 25, where their end matters.
    ///
    /// DANE-EE takes no dates from the certificate (RFC 7672 section 3.1.1).
    public static func all(in observation: DomainObservation) -> [CertificateObservation] {
        observation.candidateHosts.flatMap { host in
            observation.probes(of: host)
                .filter { $0.endpoint.port == Endpoint.smtpPort }
                .compactMap { probe -> CertificateObservation? in
                    guard let name = host.name, let tls = probe.tls, tls.dane != .verified,
                        let notAfter = tls.notAfter
                    else { return nil }
                    return CertificateObservation(host: name, names: tls.names, notAfter: notAfter)
                }
        }
    }
}
