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

    /// Remembers a run, and queues what is to be told, in one transaction.
    ///
    /// - Parameters:
    ///   - report: What was found.
    ///   - retires: Whether domains that are not in the report are no longer looked after.
    ///   - transport: What the run decided about transport maps.
    /// - Returns: Whether it is remembered.
    func commit(
        _ report: DiagnosisReport,
        retires: Bool,
        transport: TransportDecision
    ) async -> Bool {
        let observation = await observation(report, retires: retires)
        guard let observation else { return false }
        let decision = counts ? observation.decision : AlertDecision()
        let probes = Dictionary(
            report.domains.map {
                (Subject.domain($0.observation.resolution.domain), $0.observation.probes)
            }
        ) { first, _ in first }
        let states = Dictionary(decision.states.map { ($0.subject, $0) }) { first, _ in first }
        var changes = observation.found.subjects.map { found in
            SubjectChange(
                found.subject,
                verdict: RunVerdict(found, probes: probes[found.subject] ?? []),
                state: states[found.subject]
            )
        }
        let observed = Set(changes.map(\.subject))
        changes += decision.states.filter { !observed.contains($0.subject) }
            .map { SubjectChange($0.subject, verdict: nil, state: $0) }
        var commit = commit(decision.events + transport.events)
        commit.forgotten = decision.forgotten
        commit.diversionStates = transport.states
        commit.sessions = EarlierSession.all(in: report, at: run.time)
        return await write(commit, changes)
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

    private func observation(
        _ report: DiagnosisReport,
        retires: Bool
    ) async -> (found: RunObservation, decision: AlertDecision)? {
        let remembered = await memory.attempt { store throws(StateStoreError) in
            try store.allStates()
        }
        guard let states = remembered?.states else { return nil }
        var found = RunObservation(
            run: run,
            subjects: report.egress.map { SubjectObservation($0) }
                + report.domains.map { SubjectObservation($0) },
            certificates: report.domains.flatMap { CertificateObservation.all(in: $0.observation) }
        )
        if retires { found.retired = retired(states, found) }
        let policy = SubjectPolicy(rules: AlertRules(settings.alert))
        return (found, policy.evaluate(states, found))
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
