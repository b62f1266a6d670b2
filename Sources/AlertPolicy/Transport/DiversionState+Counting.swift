import ProbeModel

extension DiversionState {
    /// Counts a run in.
    mutating func count(_ found: TransportObservation) {
        switch found.port25 {
        case .good:
            successes += 1
            failures = 0
        case .bad:
            successes = 0
            guard found.isBlocked else {
                failures = 0
                return
            }
            if found.wayAround != nil { failures += 1 }
        case .unknown: break
        }
    }
}

extension TransportObservation {
    /// Whether it is port 25 that is to blame, and not the domain's mail hosts as a whole.
    var isBlocked: Bool { verdict == .blocked || verdict == .filtered }

    /// The entry that leads around port 25; `nil` where the run proved none.
    var wayAround: DivertedEntry? {
        guard isBlocked, let advice, advice.action == .setTransport, advice.verified,
            let pattern = advice.pattern, let result = advice.result
        else { return nil }
        return DivertedEntry(pattern: pattern, result: result)
    }
}
