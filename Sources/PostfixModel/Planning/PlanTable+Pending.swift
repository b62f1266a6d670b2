import ProbeModel
import TransportMap

extension PlanTable {
    /// Why the entry for a pattern is not to be changed before somebody has decided about it, one sentence each;
    /// empty where it can be.
    func pendingRefusal(for pattern: TransportPattern) -> [String] {
        guard case .entries(let entries)? = pending, let entry = entries.entry(for: pattern.bytes)
        else { return [] }
        return [
            "\(shownFile) was edited here without running postmap: \(entry)",
            "run '\(postmap)' if that is meant, or give --publish-pending to go on from it",
        ]
    }

    /// What a change would bring into use beside, in one sentence; `nil` where that is nothing.
    var pendingNotice: String? {
        switch pending {
        case nil: return nil
        case .unknown(let reason):
            return "what else the change of \(shownFile) would bring into use cannot be told: "
                + SafeText.escape(reason)
        case .entries(let entries):
            let more = entries.count - entries.first.count
            let shown = entries.first.map(\.description) + (more > 0 ? ["and \(more) more"] : [])
            let word = entries.count == 1 ? "1 entry" : "\(entries.count) entries"
            return "\(shownFile) was edited without running postmap, and the change would bring "
                + "\(word) into use beside: " + shown.joined(separator: "; ")
        }
    }

    /// The command that brings the text into use, for people to read.
    var postmap: String {
        let table = TableSpecification(name)
        return "postmap " + SafeText.escape("\(table.type):\(file ?? table.name)")
    }
}

extension TransportPlan {
    /// Why the plan is not to be carried out as it is, and what to do about it; `nil` where it can be.
    ///
    /// An index is made of the whole text: what somebody has written there and not yet brought into use
    /// would come into use unannounced.
    public var pendingObstacle: (message: String, advice: String)? {
        guard let table = tables.map(\.table).first(where: { $0.pending != nil }),
            let notice = table.pendingNotice
        else { return nil }
        return (notice, "run '\(table.postmap)' if that is meant, or give --publish-pending")
    }
}
