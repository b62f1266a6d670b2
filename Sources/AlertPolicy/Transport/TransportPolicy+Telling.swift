import ProbeModel

extension TransportPolicy {
    /// Tells a change, or holds it while a maintenance window is open.
    func tell(
        _ state: inout DiversionState,
        _ kind: EventKind,
        _ occasion: AlertEvent.Occasion,
        _ condition: Condition,
        _ sentence: String,
        run: RunMark
    ) -> [AlertEvent] {
        let key = "transport:\(state.domain.ascii)"
        let event = AlertEvent(
            id: AlertEvent.derivedID(run: run.id, kind: kind, key: key),
            kind: kind,
            occasion: occasion,
            subject: .domain(state.domain),
            time: run.time,
            runID: run.id,
            host: run.host,
            new: condition,
            since: run.time,
            openedAt: run.time,
            summary: SafeText.escape(sentence)
        )
        guard run.isHeld(by: rules.maintenance) || !state.held.isEmpty else { return [event] }
        // What came and went while nothing was told is not told.
        if let last = state.held.last, (last.occasion == .began) != (occasion == .began),
            [last.occasion, occasion].contains(.ended)
        {
            state.held.removeLast()
        } else {
            state.held.append(event)
        }
        return []
    }

    /// What a maintenance window held, once it is over.
    func released(_ state: inout DiversionState, run: RunMark) -> [AlertEvent] {
        guard !run.isHeld(by: rules.maintenance) else { return [] }
        let events = state.held
        state.held = []
        return events
    }
}
