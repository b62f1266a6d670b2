public import ProbeModel

/// Decides when mail is diverted over an alternate port, and when it goes back.
///
/// - A domain is diverted after ``TransportRules/afterFailures`` runs in a row that found it blocked or
///   filtered and knew a verified way around. A blocked run without such a way neither counts nor ends
///   the row; any other fault ends it.
/// - It is restored after ``TransportRules/afterSuccesses`` runs in a row that found port 25 good, and not
///   before the dwell is over. Each earlier diversion of the day doubles the dwell, so that a port that
///   flaps does not flap the map.
/// - An entry that a person changed or took away is theirs; that is told once. mxprobe looks after the domain
///   again when nothing of its entry is left and port 25 was good for as many runs as a restore takes.
/// - The map is changed in a maintenance window too, because mail waits; what is told of it is held.
public struct TransportPolicy: Sendable {
    /// The rules.
    public var rules: TransportRules

    /// Creates a policy.
    public init(rules: TransportRules = TransportRules()) { self.rules = rules }

    /// Decides about a run; a run that was counted already changes nothing.
    public func evaluate(
        _ previous: [DomainName: DiversionState],
        _ observations: [TransportObservation],
        run: RunMark
    ) -> TransportDecision {
        var decision = TransportDecision()
        var seen: Set<DomainName> = []
        for found in observations.sorted(by: { $0.domain < $1.domain })
        where seen.insert(found.domain).inserted {
            let before = previous[found.domain] ?? DiversionState(domain: found.domain)
            guard before.lastRunID != run.id else { continue }
            var state = before
            state.lastRunID = run.id
            state.count(found)
            decision.events += reconcile(&state, found, run: run)
            if state.fulfils(before) { decision.resumed.append(found.domain) }
            let action = found.entry == .unknown ? nil : action(state, found, at: run.time)
            if let action {
                state.intent = action.intent
                decision.actions.append(action)
            }
            decision.events += released(&state, run: run)
            if state.isWorthKeeping || previous[found.domain] != nil {
                decision.states.append(state)
            }
        }
        return decision
    }

    /// Notes what became of an action; the state is that of the action's domain.
    public func conclude(
        _ state: DiversionState,
        _ action: TransportAction,
        _ outcome: TransportOutcome,
        run: RunMark
    ) -> (state: DiversionState, events: [AlertEvent]) {
        var state = state
        state.intent = nil
        let events: [AlertEvent]
        switch (outcome, action) {
        case (.done, .divert(_, let entry)): events = diverted(&state, entry, run: run)
        case (.done, .restore): events = restored(&state, run: run)
        case (.failed(let reason), _): events = failed(&state, action, reason, run: run)
        case (.changedByHand, _): events = handedOver(&state, run: run)
        }
        return (state, events)
    }

    /// The shortest time that the diversion of a state stays, in seconds.
    func dwell(_ state: DiversionState, at time: Int64) -> Int64 {
        let earlier = state.diversions.count { time - $0 <= rules.flapWindow } - 1
        return (0..<max(0, earlier)).reduce(rules.minDwell) { dwell, _ in
            min(dwell * 2, max(rules.maximumDwell, rules.minDwell))
        }
    }

    private func action(
        _ state: DiversionState,
        _ found: TransportObservation,
        at time: Int64
    ) -> TransportAction? {
        switch state.standing {
        case .watched:
            guard state.failures >= rules.afterFailures, let entry = found.wayAround else {
                return nil
            }
            return .divert(found.domain, entry)
        case .diverted:
            guard state.successes >= rules.afterSuccesses, let entry = state.entry,
                time - state.since >= dwell(state, at: time)
            else { return nil }
            return .restore(found.domain, entry)
        case .handedOver: return nil
        }
    }
}

extension TransportAction {
    /// The change as a state remembers it.
    fileprivate var intent: DiversionState.Intent {
        switch self {
        case .divert: return .divert
        case .restore: return .restore
        }
    }
}

extension DiversionState {
    /// Whether it stands where an earlier state meant to bring it.
    func fulfils(_ earlier: DiversionState) -> Bool {
        switch earlier.intent {
        case .divert?: earlier.standing != .diverted && standing == .diverted
        case .restore?: earlier.standing == .diverted && standing == .watched
        case nil: false
        }
    }

    /// Whether the state says more than that all is as usual; a hundred thousand of the others need no row.
    var isWorthKeeping: Bool {
        standing != .watched || failures > 0 || failure != nil || intent != nil || !held.isEmpty
            || !diversions.isEmpty
    }
}
