import AlertPolicy
import ProbeModel
import Settings
import StateStore

/// What a run makes of what it found: new states, events, and what the database remembers of both.
struct RunAlerts: Sendable {
    /// How long a domain that the configuration no longer names is kept, in seconds: another job may look after it.
    private static let retirementAge: Int64 = 86_400

    let settings: Settings
    let memory: RunMemory
    let run: RunMark

    /// Whether the run counts towards alerts; else it is only remembered.
    let counts: Bool

    /// Remembers a run or a part of it, and queues what is to be told, in one transaction.
    ///
    /// - Parameters:
    ///   - findings: What was found.
    ///   - retires: Whether domains that were not found in this run are no longer looked after.
    ///   - transport: What the run decided about transport maps.
    /// - Returns: Whether it is remembered.
    func commit(
        _ findings: RunFindings,
        retires: Bool,
        transport: TransportDecision = TransportDecision()
    ) async -> Bool {
        guard let states = await states(for: findings, retires: retires) else { return false }
        var found = RunObservation(
            run: run,
            subjects: findings.egress + findings.domains.map(\.subject),
            certificates: findings.domains.flatMap(\.certificates)
        )
        if retires { found.retired = retired(states, found) }
        let policy = SubjectPolicy(rules: AlertRules(settings.alert))
        let decision = counts ? policy.evaluate(states, found) : AlertDecision()
        var commit = commit(decision.events + transport.events)
        commit.forgotten = decision.forgotten
        commit.diversionStates = transport.states
        commit.sessions = findings.sessions
        return await write(commit, changes(findings, decision))
    }

    /// What is written of each subject.
    private func changes(_ findings: RunFindings, _ decision: AlertDecision) -> [SubjectChange] {
        let states = Dictionary(decision.states.map { ($0.subject, $0) }) { first, _ in first }
        let egress = findings.egress.map { ($0.subject, RunVerdict($0)) }
        let seen = egress + findings.domains.map { ($0.subject.subject, $0.verdict) }
        let observed = Set(seen.map(\.0))
        return seen.map { SubjectChange($0, verdict: $1, state: states[$0]) }
            + decision.states.filter { !observed.contains($0.subject) }
            .map { SubjectChange($0.subject, verdict: nil, state: $0) }
    }

    /// Remembers what became of changes of transport maps, and queues what is to be told of it.
    func commit(
        _ states: [DiversionState],
        _ events: [AlertEvent],
        _ changes: [DiversionChange]
    ) async -> Bool {
        var commit = commit(events)
        commit.diversionStates = states
        commit.diversions = changes
        return await write(commit, [])
    }

    private func commit(_ events: [AlertEvent]) -> RunCommit {
        var commit = RunCommit(StateRun(id: run.id, time: run.time, version: Version.current))
        commit.events = events.map { event in
            let wanting = settings.webhooks.filter { $0.events.contains(event.kind) }
            return QueuedEvent(event, webhooks: wanting.map(\.name))
        }
        return commit
    }

    private func write(_ commit: RunCommit, _ changes: [SubjectChange]) async -> Bool {
        let isWritten = await memory.attempt { store throws(StateStoreError) in
            try store.commit(commit, subjects: changes)
            return true
        }
        return isWritten == true
    }

    /// The states that the policy needs; all of them only where some may be retired, as there may be very many.
    private func states(
        for findings: RunFindings,
        retires: Bool
    ) async -> [Subject: SubjectState]? {
        let subjects =
            AddressFamily.allCases.map { Subject.egress($0) }
            + findings.domains.map(\.subject.subject)
        let remembered = await memory.attempt { store throws(StateStoreError) in
            if retires { return try store.allStates().states }
            return try store.states(of: subjects).states
                .merging(store.certificateStates().states) { first, _ in first }
        }
        return remembered
    }

    private func retired(
        _ states: [Subject: SubjectState],
        _ found: RunObservation
    ) -> [Subject] {
        let observed = Set(found.subjects.map(\.subject))
        return states.values.filter { state in
            guard case .domain = state.subject else { return false }
            return !observed.contains(state.subject)
                && run.time - state.lastRunTime > Self.retirementAge
        }.map(\.subject)
    }
}

extension AlertRules {
    /// The rules that the configuration sets.
    fileprivate init(_ settings: AlertSettings) {
        self.init(
            afterFailures: settings.afterFailures,
            afterSuccesses: settings.afterSuccesses,
            remindEvery: settings.remindEvery?.components.seconds,
            maintenance: settings.maintenance
        )
        unknownAfter = settings.unknownAfter.components.seconds
        flapStops = settings.flapStops
        flapWindow = settings.flapWindow.components.seconds
        flapQuiet = settings.flapQuiet.components.seconds
        certificateNotice = settings.certificateNotice.components.seconds
    }
}
