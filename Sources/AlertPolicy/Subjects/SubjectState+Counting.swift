extension SubjectState {
    /// Counts a run in: what stands afterwards is ``condition``.
    ///
    /// A blind run could tell nothing about anything, which speaks of this machine's own network or
    /// resolver and not of the subject.
    mutating func count(_ found: Condition, at time: Int64, rules: AlertRules, isBlind: Bool) {
        if found.flow == .unknown {
            countUnknown(found, at: time, rules: rules, isBlind: isBlind)
            return
        }
        unknownSince = nil
        unknownRuns = 0
        countRow(stopped: found.flow == .stopped, at: time)
        notePending(found, at: time)
        if stands(found, rules: rules) {
            // A condition that only now is told apart from its like began with its own first run.
            let isSameSide = condition?.flow == found.flow
            settle(found, since: isSameSide ? pending?.since ?? time : rowStart, at: time)
        }
    }

    private mutating func countUnknown(
        _ found: Condition,
        at time: Int64,
        rules: AlertRules,
        isBlind: Bool
    ) {
        let since = unknownSince ?? time
        unknownSince = since
        unknownRuns += 1
        guard !isBlind, condition?.flow != .unknown, unknownRuns >= rules.afterFailures,
            time - since >= rules.unknownAfter
        else { return }
        settle(found, since: since, at: time)
        // What was counted so long ago does not go on.
        failures = 0
        successes = 0
    }

    private mutating func countRow(stopped: Bool, at time: Int64) {
        if (stopped ? failures : successes) == 0 { rowStart = time }
        failures = stopped ? failures + 1 : 0
        successes = stopped ? 0 : successes + 1
    }

    private mutating func notePending(_ found: Condition, at time: Int64) {
        if found == condition {
            pending = nil
        } else if pending?.condition == found {
            pending?.runs += 1
        } else {
            pending = PendingCondition(condition: found, runs: 1, since: time)
        }
    }

    /// Whether what was found is to stand from now on.
    private func stands(_ found: Condition, rules: AlertRules) -> Bool {
        guard let pending else { return false }
        guard let condition else {
            // What is well from the start is believed at once: there is nothing to tell.
            return found.flow == .flowing || failures >= rules.afterFailures
        }
        if condition.flow != found.flow {
            return found.flow == .stopped
                ? failures >= rules.afterFailures : successes >= rules.afterSuccesses
        }
        let isBetter = found.severity < condition.severity
        return pending.runs >= (isBetter ? rules.afterSuccesses : rules.afterFailures)
    }

    private mutating func settle(_ found: Condition, since start: Int64, at time: Int64) {
        if let condition, condition.flow != found.flow { lastTurn = time }
        condition = found
        since = start
        pending = nil
    }
}
