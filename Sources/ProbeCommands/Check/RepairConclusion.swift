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

    /// What the database remembers of it; `nil` where no map was meant.
    func change(_ run: RunMark) -> DiversionChange? {
        guard !map.isEmpty else { return nil }
        let kind: DiversionChange.Kind
        let new: String?
        let pattern: String
        switch (action, outcome) {
        case (.divert(_, let entry), .done):
            (kind, pattern, new) = (.diverted, entry.pattern, entry.result)
        case (.restore(_, let entry), .done):
            (kind, pattern, new) = (.restored, entry.pattern, nil)
        case (.divert(_, let entry), _), (.restore(_, let entry), _):
            (kind, pattern, new) = (.failed, entry.pattern, nil)
        }
        return DiversionChange(
            kind,
            map: map,
            pattern: pattern,
            from: nil,
            to: new,
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
