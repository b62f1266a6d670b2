import TransportMap

/// What must hold when two patterns of a table are changed.
enum PairProperties {
    /// The first property that two diversions break, or `nil`.
    ///
    /// Only tables without a diversion are looked at: what undoing gives is known there.
    static func violation(
        of patterns: [TransportPattern],
        _ result: TransportResult,
        _ map: TransportMap
    ) -> String? {
        let other = TransportResult("smtp:[mail.domain2.test]:587")
        guard patterns.count == 2, map.diversions.isEmpty, let other else { return nil }
        let changes: [MapChange] = [
            .divert(patterns[0], to: result), .divert(patterns[1], to: other),
        ]
        let plan = map.plan(changes)
        if let violation = PlanProperties.violation(of: plan) { return violation }
        guard plan.outcomes.count == 2, plan.outcomes[0].disposition == .edited,
            plan.outcomes[1].disposition == .edited
        else { return nil }
        // The bytes may differ in the newlines that a file with several kinds is given.
        guard let inOne = TransportMap(plan.bytes, dialect: map.dialect),
            let oneByOne = after(changes.map { [$0] }, map),
            inOne.entries.map({ [$0.pattern, $0.result] })
                == oneByOne.entries.map({ [$0.pattern, $0.result] })
        else { return "two changes in one plan are not the same as one after the other" }
        let reverts: [MapChange] = patterns.map { .revert($0) }
        let ways = [
            [[.revertAll]], [reverts], reverts.map { [$0] }, reverts.reversed().map { [$0] },
        ]
        // The length of the table chooses, since all of them would take most of the time. The first
        // two may come in either order, for a plan may lay one behind the other.
        let way = ways[map.bytes.count % ways.count]
        let first = map.bytes.count & 4 == 0 ? [changes] : changes.reversed().map { [$0] }
        guard after(first + way, map)?.bytes == map.bytes else {
            return "two diversions are not undone"
        }
        return nil
    }

    /// The table after plans that each make all their changes; `nil` where one does not.
    private static func after(_ plans: [[MapChange]], _ map: TransportMap) -> TransportMap? {
        var map = map
        for changes in plans {
            let plan = map.plan(changes)
            guard plan.refusals.isEmpty, PlanProperties.violation(of: plan) == nil,
                let next = TransportMap(plan.bytes, dialect: map.dialect)
            else { return nil }
            map = next
        }
        return map
    }
}
