import ProbeModel

extension TransportPolicy {
    /// Brings the state in line with what the map says, which a person or a crashed run may have changed.
    func reconcile(
        _ state: inout DiversionState,
        _ found: TransportObservation,
        run: RunMark
    ) -> [AlertEvent] {
        let intent = state.intent
        switch (found.entry, state.standing) {
        case (.unknown, _): return []
        case (.intact(let entry), .diverted):
            state.intent = nil
            state.entry = entry
            return []
        case (.intact(let entry), .watched):
            // Made by a run that ended before it could say so, or by a person with this program.
            return diverted(&state, entry, run: run)
        case (.none, .diverted):
            return intent == .restore ? restored(&state, run: run) : handedOver(&state, run: run)
        case (.changedByHand, .diverted), (.changedByHand, .watched):
            return handedOver(&state, run: run)
        case (.none, .handedOver):
            state.intent = nil
            if state.successes >= rules.afterSuccesses { stand(&state, .watched, run: run) }
            return []
        case (.none, .watched):
            state.intent = nil
            if found.port25 == .good { forgetFailure(&state) }
            return []
        case (.changedByHand, .handedOver), (.intact, .handedOver):
            state.intent = nil
            return []
        }
    }

    func diverted(
        _ state: inout DiversionState,
        _ entry: DivertedEntry,
        run: RunMark
    ) -> [AlertEvent] {
        stand(&state, .diverted, run: run)
        state.entry = entry
        state.diversions = (state.diversions + [run.time])
            .filter { run.time - $0 <= rules.flapWindow }
            .suffix(TransportPolicy.rememberedDiversions)
        forgetFailure(&state)
        return tell(
            &state,
            .transportDiverted,
            .began,
            Condition(verdict: "diverted", severity: .warning),
            "port 25 does not get through: mail for \(entry.pattern) goes to \(entry.result) now",
            run: run
        )
    }

    func restored(_ state: inout DiversionState, run: RunMark) -> [AlertEvent] {
        let pattern = state.entry?.pattern ?? state.domain.ascii
        stand(&state, .watched, run: run)
        state.entry = nil
        forgetFailure(&state)
        return tell(
            &state,
            .transportRestored,
            .ended,
            Condition(verdict: "restored", severity: .ok),
            "port 25 gets through again: mail for \(pattern) goes where it went before",
            run: run
        )
    }

    /// Leaves an entry to the person who changed it.
    func handedOver(_ state: inout DiversionState, run: RunMark) -> [AlertEvent] {
        let wasDiverted = state.standing == .diverted
        stand(&state, .handedOver, run: run)
        state.entry = nil
        forgetFailure(&state)
        guard wasDiverted else { return [] }
        return tell(
            &state,
            .transportRestored,
            .ended,
            Condition(verdict: "handed-over", severity: .warning),
            "the diverted entry was changed by hand: mxprobe leaves it alone from now on",
            run: run
        )
    }

    func failed(
        _ state: inout DiversionState,
        _ action: TransportAction,
        _ reason: String,
        run: RunMark
    ) -> [AlertEvent] {
        let isNews = state.failure == nil
        state.failure = reason
        guard isNews else { return [] }
        let change =
            switch action {
            case .divert(_, let entry): "send mail for \(entry.pattern) to \(entry.result)"
            case .restore(_, let entry): "take back \(entry.pattern) to \(entry.result)"
            }
        return tell(
            &state,
            .transportFailed,
            .single,
            Condition(verdict: "failed", severity: .critical),
            "could not \(change): \(reason)",
            run: run
        )
    }

    /// The most diversions that are remembered: by then the dwell has reached its limit.
    static let rememberedDiversions = 12

    private func stand(
        _ state: inout DiversionState,
        _ standing: DiversionState.Standing,
        run: RunMark
    ) {
        state.standing = standing
        state.since = run.time
        state.intent = nil
        state.failures = 0
        state.successes = 0
    }

    /// A failure that is over before it was told is not told.
    private func forgetFailure(_ state: inout DiversionState) {
        state.failure = nil
        state.held.removeAll { $0.kind == .transportFailed }
    }
}
