import AlertPolicy
import ProbeModel
import StateStore

/// What a run, or a part of a large one, found, as far as it is remembered.
struct RunFindings: Sendable {
    /// This machine's port 25.
    var egress: [SubjectObservation]

    /// The domains.
    var domains: [DomainFindings]

    /// The sessions with port 25 that are worth comparing with later, each address once.
    let sessions: [EarlierSession]

    /// Creates findings; where a device in between answers on port 25, what was said there is the device's word.
    ///
    /// - Parameters:
    ///   - egress: The families that count now.
    ///   - judged: All families as they are judged by now.
    ///   - domains: The domains.
    init(egress: [EgressReport], judged: [EgressReport], domains: [DomainFindings]) {
        self.egress = egress.map { SubjectObservation($0) }
        self.domains = domains
        let intercepted = judged.filter { $0.verdict == .intercepted }.map(\.family)
        var seen: Set<IPAddress> = []
        sessions = domains.flatMap(\.sessions).filter { session in
            !intercepted.contains(session.address.family) && seen.insert(session.address).inserted
        }
    }

    /// Everything that a report says.
    init(_ report: DiagnosisReport, at time: Int64) {
        self.init(
            egress: report.egress,
            judged: report.egress,
            domains: report.domains.map { DomainFindings($0, at: time) }
        )
    }
}

/// What is remembered of one domain.
struct DomainFindings: Sendable {
    /// What counts for alerts.
    let subject: SubjectObservation

    /// What the history shows.
    let verdict: RunVerdict

    /// The certificates that its hosts showed.
    let certificates: [CertificateObservation]

    /// What its hosts said on port 25.
    let sessions: [EarlierSession]

    /// What a diagnosis made at a time, in seconds since 1970 (UTC), says.
    init(_ diagnosis: DomainDiagnosis, at time: Int64) {
        let probes = diagnosis.observation.probes
        subject = SubjectObservation(diagnosis)
        verdict = RunVerdict(subject, probes: probes)
        certificates = CertificateObservation.all(in: diagnosis.observation)
        sessions = EarlierSession.all(in: probes, at: time)
    }
}
