import TransportMap

/// What must hold for changes of an administrator's own table.
enum EditProperties {
    /// The first property that the changes of an input break, or `nil`.
    static func violation(of input: MapInput, _ map: TransportMap) -> String? {
        guard let result = input.result else { return nil }
        let patterns = input.patterns(in: map)
        for pattern in patterns {
            if let violation = violation(of: pattern, result, map) { return violation }
        }
        let changes = patterns.map { MapChange.divert($0, to: result) }
        let reverts = patterns.map { MapChange.revert($0) }
        let batches = [
            [.revertAll], changes + [.revertAll], [.revertAll] + changes, reverts,
            reverts.prefix(1) + changes.suffix(1), changes.prefix(1) + reverts.suffix(1),
        ]
        // The length of the table chooses, since all of them would take most of the time.
        let batch = batches[map.bytes.count % batches.count]
        if let violation = PlanProperties.violation(of: map.plan(batch)) { return violation }
        return PairProperties.violation(of: patterns, result, map)
    }

    /// Diverts one pattern, and reverts it.
    private static func violation(
        of pattern: TransportPattern,
        _ result: TransportResult,
        _ map: TransportMap
    ) -> String? {
        let plan = map.plan([.divert(pattern, to: result)])
        if let violation = PlanProperties.violation(of: plan) { return violation }
        guard plan.outcomes.count == 1, let outcome = plan.outcomes.first else {
            return "one change has not one outcome"
        }
        switch outcome.disposition {
        case .refused:
            return plan.isEmpty ? nil : "a refused change is made"
        case .unchanged:
            return plan.isEmpty && map.entry(for: pattern.bytes)?.result == result.bytes
                ? nil : "a change that is wanted is not made"
        case .edited:
            guard !plan.isEmpty, let after = TransportMap(plan.bytes, dialect: map.dialect) else {
                return "a change that is planned is not made"
            }
            return diversionViolation(pattern, result, map, after)
                ?? revertViolation(pattern, map, after)
        }
    }

    private static func diversionViolation(
        _ pattern: TransportPattern,
        _ result: TransportResult,
        _ map: TransportMap,
        _ after: TransportMap
    ) -> String? {
        guard after.entry(for: pattern.bytes)?.result == result.bytes else {
            return "a diverted pattern does not have its result"
        }
        guard Rest(of: map, without: pattern) == Rest(of: after, without: pattern) else {
            return "an entry changes that was not planned"
        }
        let line = after.entry(for: pattern.bytes)?.lines.lowerBound ?? 0
        let diversion = after.diversions.first { $0.line == line - 1 }
        guard let diversion, diversion.state == .intact, diversion.result == result else {
            return "a diversion is not known again"
        }
        return nil
    }

    private static func revertViolation(
        _ pattern: TransportPattern,
        _ map: TransportMap,
        _ after: TransportMap
    ) -> String? {
        let before = map.plan([.revert(pattern)])
        let back = after.plan([.revert(pattern)])
        guard back.refusals.isEmpty else { return "a diversion cannot be undone" }
        // Where the pattern was diverted already, undoing goes back to the first original.
        return back.bytes == before.bytes ? nil : "diverting and reverting changes the table"
    }
}

/// What a table says apart from one pattern, and where that stands among the entries.
private struct Rest: Equatable {
    private let entries: [[[UInt8]]]
    private let position: Int
    private let ignoredLines: Int

    init(of map: TransportMap, without pattern: TransportPattern) {
        let entry = map.entry(for: pattern.bytes)
        let all = Array(map.entries)
        entries = all.filter { $0 != entry }.map { [$0.pattern, $0.result] }
        position = all.firstIndex { $0 == entry } ?? all.count
        ignoredLines = map.elements.reduce(0) { $1.kind == .ignored ? $0 + 1 : $0 }
    }
}
