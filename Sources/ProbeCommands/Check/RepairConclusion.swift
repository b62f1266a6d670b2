import AlertPolicy
import ProbeModel
import StateStore

/// What became of one change of a transport map.
struct RepairConclusion: Sendable {
    /// What was to be done.
    let action: TransportAction
    /// What became of it.
    let outcome: TransportOutcome
    /// The map's file; empty where it came to none.
    let map: String
    /// How mail went before; `nil` where that is not known.
    let route: Route?

    /// What the database remembers of it; `nil` where no map was meant.
    func change(_ run: RunMark) -> DiversionChange? {
        guard !map.isEmpty else { return nil }
        let entry: DivertedEntry
        let kind: DiversionChange.Kind
        switch action {
        case .divert(_, let wanted): (entry, kind) = (wanted, .diverted)
        case .restore(_, let present): (entry, kind) = (present, .restored)
        }
        let isDone = outcome == .done
        let isOwn = route?.source == .transport && route?.pattern == entry.pattern
        let other = kind == .restored ? route?.diversion?.original : isOwn ? route?.result : nil
        return DiversionChange(
            isDone ? kind : .failed,
            map: map,
            pattern: entry.pattern,
            from: kind == .restored ? entry.result : other,
            to: kind == .restored ? other : entry.result,
            at: run.time,
            runID: run.id
        )
    }

    /// What was done, in one line.
    var sentence: String {
        let what =
            switch action {
            case .divert(let domain, let entry): "divert \(domain) to \(entry.result)"
            case .restore(let domain, _): "restore \(domain)"
            }
        switch outcome {
        case .done: return "\(what): done"
        case .failed(let reason): return "\(what): failed: \(reason)"
        case .changedByHand: return "\(what): left alone, as somebody changed the entry"
        }
    }
}
