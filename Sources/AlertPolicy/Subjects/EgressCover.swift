import ProbeModel

/// Which domains need no alert of their own, because that of this machine's port 25 speaks for them.
struct EgressCover: Sendable {
    /// The families in which port 25 is stopped, or was in the last run and counts on.
    private let stopped: Set<AddressFamily>
    /// The families in which nothing got out in this run.
    private let offline: Set<AddressFamily>

    /// Looks at the states of all families after the run was counted in, and at what the run found.
    init(_ states: [Subject: SubjectState], _ found: [SubjectObservation]) {
        stopped = Set(
            AddressFamily.allCases.filter { family in
                guard let state = states[.egress(family)] else { return false }
                return state.condition?.flow == .stopped
                    || state.pending?.condition.flow == .stopped
            }
        )
        offline = Set(
            found.compactMap { each in
                guard case .egress(let family) = each.subject,
                    each.condition.verdict == EgressVerdict.offline.rawValue
                else { return nil }
                return family
            }
        )
    }

    /// Whether a domain's fault is that of this machine's way out.
    func covers(_ state: SubjectState, found: SubjectObservation) -> Bool {
        guard case .domain = state.subject, let condition = state.condition else { return false }
        // A domain that is on its way back, when this machine's way out is back already, is covered as
        // well: it would be told down only to be told up by the next run.
        if condition.flow == .unknown {
            return touches(offline, found) || found.condition.flow != .unknown
        }
        let blocked = Verdict.blocked.rawValue
        return condition.verdict == blocked
            && (touches(stopped, found) || found.condition.verdict != blocked)
    }

    private func touches(_ families: Set<AddressFamily>, _ found: SubjectObservation) -> Bool {
        found.families.isEmpty ? !families.isEmpty : !families.isDisjoint(with: found.families)
    }
}
