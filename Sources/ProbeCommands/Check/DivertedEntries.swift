import AlertPolicy
import PostfixModel
import ProbeModel
import TransportMap

/// What the transport maps say of the entries that mxprobe made.
struct DivertedEntries {
    private var states: [[UInt8]: TransportObservation.EntryState] = [:]
    private var isComplete = true

    /// Reads the tables of a plan.
    init(_ tables: [PlanTable]) {
        for table in tables {
            guard let map = table.map else {
                // A table that mxprobe could write to and cannot read may hold any entry; others hold none of its own.
                let isWritable = TableSpecification(table.name).editingObstacle == nil
                if isWritable, table.obstacle != nil { isComplete = false }
                continue
            }
            if table.isOverlay {
                guard let overlay = OverlayMap(map.bytes, dialect: map.dialect) else {
                    isComplete = false
                    continue
                }
                for diversion in overlay.diversions {
                    note(
                        diversion.pattern,
                        .intact(Self.entry(diversion.pattern, diversion.result))
                    )
                }
            } else {
                for diversion in map.diversions { note(diversion) }
            }
        }
    }

    /// What has become of mxprobe's entry for the first of these patterns that has one.
    func state(ofFirst patterns: [String]) -> TransportObservation.EntryState {
        let found = patterns.lazy.compactMap { pattern in
            states[CaseFolding.fold(Array(pattern.utf8)[...], unicode: true)]
        }.first
        return found ?? (isComplete ? .none : .unknown)
    }

    private mutating func note(_ diversion: Diversion) {
        guard let pattern = diversion.pattern else { return }
        switch (diversion.state, diversion.result) {
        case (.intact, let result?): note(pattern, .intact(Self.entry(pattern, result)))
        case (.intact, nil), (.changed, _), (.entryMissing, _): note(pattern, .changedByHand)
        case (.unreadable, _): break
        }
    }

    /// Of equal patterns the first counts, as it does for Postfix.
    private mutating func note(_ pattern: [UInt8], _ state: TransportObservation.EntryState) {
        if states[pattern] == nil { states[pattern] = state }
    }

    private static func entry(_ pattern: [UInt8], _ result: TransportResult) -> DivertedEntry {
        DivertedEntry(
            pattern: SafeText.escape(pattern),
            result: SafeText.escape(result.description)
        )
    }
}
