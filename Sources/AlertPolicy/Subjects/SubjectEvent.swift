import ProbeModel

/// Makes the event of a subject's step.
struct SubjectEvent: Sendable {
    let run: RunMark
    let occasion: AlertEvent.Occasion
    let before: ToldAlert?
    let now: ToldAlert?

    func make(
        _ found: SubjectObservation,
        state: SubjectState,
        condition: Condition,
        affected: AffectedNames
    ) -> AlertEvent {
        let kind = Self.kind(found.subject, occasion)
        return AlertEvent(
            id: AlertEvent.derivedID(run: run.id, kind: kind, key: found.subject.key),
            kind: kind,
            occasion: occasion,
            isFlapping: now?.isFlapping ?? false,
            subject: found.subject,
            time: run.time,
            runID: run.id,
            host: run.host,
            old: before?.condition,
            new: condition,
            since: state.since,
            openedAt: now?.openedAt ?? before?.openedAt ?? state.since,
            summary: summary(found, condition),
            evidence: found.evidence,
            advice: occasion == .ended ? nil : found.advice,
            affected: affected
        )
    }

    /// The run's own sentence where the run saw what is told; else what stands, because the sentence would be about something else.
    private func summary(_ found: SubjectObservation, _ condition: Condition) -> String {
        let sentence =
            found.condition == condition
            ? found.summary : "the state is \(condition.verdict); this run found: \(found.summary)"
        return now?.isFlapping == true ? "goes up and down: \(sentence)" : sentence
    }

    private static func kind(_ subject: Subject, _ occasion: AlertEvent.Occasion) -> EventKind {
        switch (subject, occasion) {
        case (.egress, .ended): return .egressRecovered
        case (.egress, _): return .egressBlocked
        case (.domain, .ended): return .domainRecovered
        case (.domain, .changed): return .domainChanged
        case (.domain, _): return .domainDown
        case (.certificate, _): return .certificateExpiring
        }
    }

    /// The end of an open alert about a subject that is no longer looked after; `nil` where none is open.
    static func retired(_ state: SubjectState, run: RunMark) -> AlertEvent? {
        guard let told = state.told, let condition = state.condition else { return nil }
        let kind = kind(state.subject, .ended)
        guard kind != .certificateExpiring else { return nil }
        return AlertEvent(
            id: AlertEvent.derivedID(run: run.id, kind: kind, key: state.subject.key),
            kind: kind,
            occasion: .ended,
            subject: state.subject,
            time: run.time,
            runID: run.id,
            host: run.host,
            old: told.condition,
            new: condition,
            since: state.since,
            openedAt: told.openedAt,
            summary: "no longer checked: the configuration does not name it any more"
        )
    }
}
