public import ProbeModel
import TransportMap

extension TransportPlanner {
    /// Plans to undo diversions.
    ///
    /// - Parameter domains: The domains; `nil` for all that are diverted.
    /// - Returns: What is planned for each, and the edit of each table that changes.
    public func revert(_ domains: [DomainName]?) -> TransportPlan {
        var work = PlanWork(tables: tables, publishesPending: publishesPending)
        for domain in domains ?? [] {
            guard let pattern = TransportPattern(domain.ascii) else { continue }
            guard let table = holder(of: pattern) else {
                work.record(domain.ascii, .unchanged(["\(domain.ascii) is not diverted"]))
                continue
            }
            work.add(.revert(pattern), domain, Self.undoing, to: table)
        }
        if domains == nil {
            for table in tables.indices where !diversions(of: tables[table]).isEmpty {
                work.addAll(to: table)
            }
        }
        return work.finished()
    }

    /// Plans to leave entries as they stand now, and to remember no more what was there before.
    ///
    /// - Parameter domains: The domains.
    /// - Returns: What is planned for each, and the edit of each table that changes.
    public func forget(_ domains: [DomainName]) -> TransportPlan {
        var work = PlanWork(tables: tables, publishesPending: publishesPending)
        for domain in domains {
            guard let pattern = TransportPattern(domain.ascii) else { continue }
            switch holder(of: pattern) {
            case nil: work.record(domain.ascii, .unchanged(["\(domain.ascii) is not diverted"]))
            case let table? where tables[table].isOverlay:
                let reason =
                    "mxprobe's own map remembers no entry; revert without --forget takes its entry away"
                work.record(domain.ascii, .refused([reason]))
            case let table?: work.add(.forget(pattern), domain, Self.forgetting, to: table)
            }
        }
        return work.finished()
    }

    /// Why an entry changes when a diversion is forgotten.
    private static let forgetting =
        "what stands there now is the administrator's own, and only mxprobe's comment goes"

    /// Why an entry changes when a diversion is undone.
    static let undoing = "what stood there before mxprobe diverted it comes back"

    /// The table in which a pattern is diverted.
    func holder(of pattern: TransportPattern) -> Int? {
        let key = Array(pattern.bytes.map { (65...90).contains($0) ? $0 + 32 : $0 })
        return tables.indices.first { table in
            diversions(of: tables[table]).contains { $0 == key }
        }
    }

    private func diversions(of table: PlanTable) -> [[UInt8]] {
        guard let map = table.map else { return [] }
        if table.isOverlay { return OverlayMap(map.bytes)?.diversions.map(\.pattern) ?? [] }
        return map.diversions.compactMap(\.pattern)
    }
}
