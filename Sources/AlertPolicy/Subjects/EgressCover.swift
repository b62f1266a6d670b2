import ProbeModel

/// Which domains need no alert of their own, because that of this machine's port 25 speaks for them.
struct EgressCover: Sendable {
    /// The families in which port 25 is stopped, or was in the last run and counts on.
    private let families: Set<AddressFamily>

    /// Looks at the states of all families after the run was counted in.
    init(_ states: [Subject: SubjectState]) {
        families = Set(
            AddressFamily.allCases.filter { family in
                guard let state = states[.egress(family)] else { return false }
                return state.condition?.flow == .stopped
                    || state.pending?.condition.flow == .stopped
            }
        )
    }

    /// Whether a domain's fault is that of port 25: what stands is `blocked`, in a family that is stopped.
    ///
    /// A domain whose fault was port 25 and that is on its way back, when port 25 itself is back already,
    /// is covered as well: it would be told down only to be told up by the next run.
    func covers(_ state: SubjectState, found: SubjectObservation) -> Bool {
        guard case .domain = state.subject, state.condition?.verdict == Verdict.blocked.rawValue
        else { return false }
        let isStopped =
            found.families.isEmpty ? !families.isEmpty : !families.isDisjoint(with: found.families)
        return isStopped || found.condition.verdict != Verdict.blocked.rawValue
    }
}
