import ProbeModel

/// Tells each certificate that ends soon, once.
struct CertificatePass: Sendable {
    /// How long the state of a certificate outlives it, in seconds: hosts go on showing expired ones for a while.
    private static let memory: Int64 = 90 * 86_400

    let rules: AlertRules
    let isHeld: Bool

    func decision(
        _ states: inout [Subject: SubjectState],
        _ observation: RunObservation
    ) -> (events: [AlertEvent], forgotten: [Subject]) {
        let shown = Dictionary(grouping: observation.certificates, by: \.identity)
        let events = shown.sorted { ($0.key.notAfter, $0.key.key) < ($1.key.notAfter, $1.key.key) }
            .compactMap { identity, seen in
                isDue(identity, states, at: observation.run.time)
                    ? tell(identity, seen, &states, observation.run) : nil
            }
        return (events, forget(&states, shown: Set(shown.keys), at: observation.run.time))
    }

    private func isDue(
        _ identity: CertificateIdentity,
        _ states: [Subject: SubjectState],
        at time: Int64
    ) -> Bool {
        let (left, overflow) = identity.notAfter.subtractingReportingOverflow(time)
        return !isHeld && !overflow && left <= rules.certificateNotice
            && states[.certificate(identity)] == nil
    }

    private func tell(
        _ identity: CertificateIdentity,
        _ seen: [CertificateObservation],
        _ states: inout [Subject: SubjectState],
        _ run: RunMark
    ) -> AlertEvent {
        let subject = Subject.certificate(identity)
        let hasEnded = identity.notAfter <= run.time
        let condition = Condition(verdict: hasEnded ? "expired" : "expiring", severity: .warning)
        var state = SubjectState(subject: subject)
        state.condition = condition
        state.since = run.time
        state.told = ToldAlert(
            condition: condition,
            isFlapping: false,
            openedAt: run.time,
            toldAt: run.time
        )
        state.lastRunID = run.id
        state.lastRunTime = run.time
        states[subject] = state
        let hosts = AffectedNames(seen.map(\.host))
        return AlertEvent(
            id: AlertEvent.derivedID(run: run.id, kind: .certificateExpiring, key: subject.key),
            kind: .certificateExpiring,
            occasion: .single,
            subject: subject,
            time: run.time,
            runID: run.id,
            host: run.host,
            new: condition,
            since: run.time,
            openedAt: run.time,
            summary: Self.summary(hosts, left: identity.notAfter - run.time),
            affected: hosts
        )
    }

    private static func summary(_ hosts: AffectedNames, left: Int64) -> String {
        let others = hosts.total > 1 ? " and \(hosts.total - 1) more" : ""
        let days = abs(left) / 86_400
        let time = days == 0 ? "less than a day" : days == 1 ? "1 day" : "\(days) days"
        return "the certificate of \(hosts.names.first ?? "")\(others) "
            + (left > 0 ? "ends in \(time)" : "ended \(time) ago")
    }

    /// Drops the states of certificates that ended long ago and that nobody shows any more.
    private func forget(
        _ states: inout [Subject: SubjectState],
        shown: Set<CertificateIdentity>,
        at time: Int64
    ) -> [Subject] {
        let old = states.keys.filter { subject in
            guard case .certificate(let identity) = subject, !shown.contains(identity) else {
                return false
            }
            let (gone, overflow) = time.subtractingReportingOverflow(identity.notAfter)
            return overflow || gone > Self.memory
        }
        for subject in old { states[subject] = nil }
        return old.sorted { $0.key < $1.key }
    }
}
