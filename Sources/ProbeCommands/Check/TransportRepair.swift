import AlertPolicy
import PostfixModel
import PostfixSystem
import ProbeModel
import Settings
import StateStore
import TransportMap

/// Diverts and restores domains by what the transport policy decides (`transport.mode: apply`).
struct TransportRepair: Sendable {
    private let work: MapChangeWork
    private let policy: TransportPolicy
    private let previous: [DomainName: DiversionState]
    private let run: RunMark

    /// Prepares it; `nil` where maps are not changed, or cannot be.
    ///
    /// Without a database nothing is changed: runs could not be counted, nor what was done told from what a
    /// person did.
    init?(postfix: PostfixHere?, settings: Settings, memory: RunMemory, run: RunMark) async {
        guard settings.transport.mode == .apply else { return nil }
        guard let postfix else {
            Console.warn("transport.mode is apply, and there is no Postfix here to change")
            return nil
        }
        let states = await memory.attempt { store throws(StateStoreError) in
            try store.diversionStates()
        }
        guard let states else { return nil }
        previous = Dictionary(states.map { ($0.domain, $0) }) { first, _ in first }
        work = MapChangeWork(
            postfix: postfix,
            settings: settings.transport,
            flushes: settings.transport.flushQueue
        )
        policy = TransportPolicy(
            rules: TransportRules(settings.transport, maintenance: settings.alert.maintenance)
        )
        self.run = run
    }

    /// Completes or takes back what an interrupted run left, before this one reads the maps; what fails is told.
    static func recover(_ option: String?, _ settings: Settings) async {
        // A Postfix that cannot be read is told by whoever reads it next.
        guard settings.transport.mode == .apply,
            let postfix = try? await PostfixHere.read(option ?? settings.postfix.configDirectory)
        else { return }
        do {
            let flushes = settings.transport.flushQueue
            let lines = try await MapRepair.run(postfix, settings.transport, flushes: flushes)
            for line in lines { Console.note(line) }
        } catch let failure as CommandFailure {
            // One that is at work now was not interrupted.
            guard failure.status != ExitStatus.locked else { return }
            Console.warn(failure.messages.joined(separator: "; "))
        } catch {
            Console.warn("an interrupted change of a map was not repaired: an unknown fault")
        }
    }

    /// Decides what a run changes; to be remembered before it is carried out.
    func decide(_ report: DiagnosisReport) async -> TransportDecision {
        let entries = DivertedEntries(await work.planner(onlyVerified: true).tables)
        let found = report.domains.map { diagnosis in
            let domain = diagnosis.observation.resolution.domain
            let advice = diagnosis.recommendations.first { $0.action == .setTransport }
            let patterns = [
                previous[domain]?.entry?.pattern, domain.ascii, advice?.pattern,
                diagnosis.route.pattern,
            ]
            return TransportObservation(
                diagnosis,
                egress: report.egress,
                entry: entries.state(ofFirst: patterns.compactMap(\.self))
            )
        }
        return policy.evaluate(previous, found, run: run)
    }

    /// Carries out what was decided, and remembers what became of it.
    func carryOut(
        _ decision: TransportDecision,
        _ report: DiagnosisReport,
        _ alerts: RunAlerts
    ) async {
        if !decision.resumed.isEmpty {
            for line in await work.takeNotice(decision.resumed) { Console.note(line) }
        }
        guard !decision.actions.isEmpty else { return }
        var states: [DomainName: DiversionState] = [:]
        for state in decision.states { states[state.domain] = state }
        var events: [AlertEvent] = []
        var changes: [DiversionChange] = []
        for conclusion in await apply(decision.actions, report) {
            let action = conclusion.action
            let before = states[action.domain] ?? DiversionState(domain: action.domain)
            let (state, told) = policy.conclude(before, action, conclusion.outcome, run: run)
            states[action.domain] = state
            events += told
            changes += [conclusion.change(run)].compactMap(\.self)
            Console.note(conclusion.sentence)
        }
        let touched = Set(decision.actions.map(\.domain))
        _ = await alerts.commit(
            states.values.filter { touched.contains($0.domain) },
            events,
            changes
        )
    }

    /// Plans all changes together, and makes those of each table at once.
    private func apply(
        _ actions: [TransportAction],
        _ report: DiagnosisReport
    ) async -> [RepairConclusion] {
        let plan = await plan(actions, report)
        var outcomes: [String: (outcome: TransportOutcome, map: String)] = [:]
        for item in plan.items {
            if case .refused(let reasons) = item.decision {
                outcomes[item.subject] = (.failed(reasons.joined(separator: "; ")), "")
            } else if case .unchanged = item.decision {
                outcomes[item.subject] = (.done, "")
            }
        }
        for table in plan.tables {
            var part = plan
            part.tables = [table]
            let outcome = await carryOut(part)
            for domain in table.domains {
                outcomes[domain.ascii] = (outcome, table.table.file ?? table.table.name)
            }
        }
        return actions.map { action in
            let known = outcomes[action.domain.ascii]
            return RepairConclusion(
                action: action,
                outcome: known?.outcome ?? .failed("nothing could be planned"),
                map: known?.map ?? "",
                route: report.domain(action.domain)?.route
            )
        }
    }

    private func carryOut(_ plan: TransportPlan) async -> TransportOutcome {
        do {
            guard try await work.setUp(plan) == nil else {
                let command = MapChangeWork.setUpCommand
                return .failed("transport_maps does not ask the overlay first yet: run \(command)")
            }
            for line in try await work.carryOut(plan, setUp: nil) { Console.note(line) }
            return .done
        } catch let failure as CommandFailure {
            return .failed(SafeText.escape(failure.messages.joined(separator: "; ")))
        } catch {
            return .failed("an unknown fault")
        }
    }

    private func plan(
        _ actions: [TransportAction],
        _ report: DiagnosisReport
    ) async -> TransportPlan {
        var wanted: [(domain: DomainName, place: FilePlace?, change: WantedChange)] = []
        for action in actions {
            let place = report.domain(action.domain)?.route.place
            wanted.append((action.domain, place, await change(action)))
        }
        return await work.planned(onlyVerified: true) { $0.plan(wanted) }
    }

    private func change(_ action: TransportAction) async -> WantedChange {
        switch action {
        case .divert(let domain, let entry):
            guard let pattern = TransportPattern(entry.pattern),
                let result = TransportResult(entry.result)
            else { return .refused(["the entry cannot be written"]) }
            let edit = MapChange.divert(pattern, to: result)
            let obstacles = await work.postfix.effects(of: edit, on: domain)
                .filter(\.isObstacle).map(\.message)
            guard obstacles.isEmpty else { return .refused(obstacles) }
            return .change(edit, isVerified: true, reason: "port 25 does not get through")
        case .restore(_, let entry):
            guard let pattern = TransportPattern(entry.pattern) else {
                return .refused(["the entry cannot be written"])
            }
            return .change(.revert(pattern), isVerified: true, reason: "port 25 works again")
        }
    }
}

extension DiagnosisReport {
    /// What was found of a domain.
    fileprivate func domain(_ name: DomainName) -> DomainDiagnosis? {
        domains.first { $0.observation.resolution.domain == name }
    }
}
