import ProbeModel
import TransportMap

/// The changes of a plan while it is being made, by table.
struct PlanWork {
    private let tables: [PlanTable]
    private let publishesPending: Bool
    private var changes: [Int: [Wanted]] = [:]
    private var items: [TransportPlan.Item] = []
    private var isWhole: Set<Int> = []

    private struct Wanted {
        let change: MapChange
        let domain: DomainName
        let position: Int
    }

    init(tables: [PlanTable], publishesPending: Bool) {
        self.tables = tables
        self.publishesPending = publishesPending
    }

    mutating func record(_ subject: String, _ decision: TransportPlan.Decision) {
        items.append(TransportPlan.Item(subject: subject, decision: decision))
    }

    mutating func add(_ change: MapChange, _ domain: DomainName, _ reason: String, to table: Int) {
        changes[table, default: []].append(
            Wanted(change: change, domain: domain, position: items.count)
        )
        record(domain.ascii, .changed(reason))
    }

    mutating func addAll(to table: Int) { isWhole.insert(table) }

    mutating func finished() -> TransportPlan {
        var plans: [TransportPlan.TablePlan] = []
        for table in tables.indices {
            if isWhole.contains(table) {
                plans += [wholePlan(table)].compactMap(\.self)
            } else if let wanted = changes[table] {
                plans += [plan(wanted, of: table)].compactMap(\.self)
            } else if tables[table].absence != nil, tables[table].obstacle == nil {
                plans += [plan([], of: table)].compactMap(\.self)
            }
        }
        return TransportPlan(items: items, tables: plans.filter { !$0.isEmpty })
    }

    private mutating func plan(_ wanted: [Wanted], of table: Int) -> TransportPlan.TablePlan? {
        let wanted = wanted.filter { !refusePending($0, tables[table]) }
        guard let edit = edit(wanted.map(\.change), of: table) else { return nil }
        let problems = tables[table].problems
        var changed: [DomainName] = []
        for (item, outcome) in zip(wanted, edit.outcomes) {
            switch outcome.disposition {
            case .edited where !problems.isEmpty: items[item.position].decision = .refused(problems)
            case .edited: changed.append(item.domain)
            // It has only to be set up: an earlier run may have failed at that.
            case .unchanged where !tables[table].isInUse: changed.append(item.domain)
            case .unchanged:
                items[item.position].decision = .unchanged(["the entry says so already"])
            case .refused(let refusal):
                let reasons = tables[table].sentences(refusal, for: outcome.pattern)
                items[item.position].decision = .refused(reasons)
            }
        }
        guard problems.isEmpty else { return nil }
        return TransportPlan.TablePlan(table: tables[table], edit: edit, domains: changed)
    }

    /// Leaves an entry alone that somebody has written, and not yet brought into use.
    private mutating func refusePending(_ wanted: Wanted, _ table: PlanTable) -> Bool {
        guard !publishesPending, let pattern = wanted.change.pattern else { return false }
        let reasons = table.pendingRefusal(for: pattern)
        guard !reasons.isEmpty else { return false }
        items[wanted.position].decision = .refused(reasons)
        return true
    }

    /// Undoes every diversion of a table.
    private mutating func wholePlan(_ table: Int) -> TransportPlan.TablePlan? {
        guard let edit = edit([.revertAll], of: table) else { return nil }
        let problems = tables[table].problems
        var changed: [DomainName] = []
        for outcome in edit.outcomes {
            let subject = outcome.pattern.map { SafeText.escape($0) } ?? "a marker"
            switch outcome.disposition {
            case .edited where !problems.isEmpty: record(subject, .refused(problems))
            case .edited:
                if let domain = DomainName(subject) { changed.append(domain) }
                record(subject, .changed(TransportPlanner.undoing))
            case .unchanged: continue
            case .refused(let refusal):
                record(subject, .refused(tables[table].sentences(refusal, for: outcome.pattern)))
            }
        }
        guard problems.isEmpty else { return nil }
        return TransportPlan.TablePlan(table: tables[table], edit: edit, domains: changed)
    }

    private func edit(_ changes: [MapChange], of number: Int) -> EditPlan? {
        let table = tables[number]
        let bytes = table.map?.bytes ?? []
        // The overlay may not be there yet; any other table has been read.
        if table.isOverlay { return OverlayMap(bytes)?.plan(changes) }
        return table.map?.plan(changes)
    }
}
