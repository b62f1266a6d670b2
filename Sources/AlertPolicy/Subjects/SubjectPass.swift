import ProbeModel

/// One application of the policy to one run.
struct SubjectPass {
    /// From so many domains on, a run that could judge none of them says something about this machine's
    /// network or resolver: fewer may well share one broken name server.
    static let blindRunDomains = 6

    let rules: AlertRules
    let previous: [Subject: SubjectState]
    let observation: RunObservation
    /// Whether nothing may be told now.
    let isHeld: Bool
    private var states: [Subject: SubjectState]
    /// How many domains were looked at.
    private let domainCount: Int
    /// Whether the run could tell of anything.
    private let couldTell: Bool

    init(rules: AlertRules, previous: [Subject: SubjectState], observation: RunObservation) {
        self.rules = rules
        self.previous = previous
        self.observation = observation
        isHeld = observation.run.isHeld(by: rules.maintenance)
        states = previous
        domainCount = observation.subjects.count {
            if case .domain = $0.subject { true } else { false }
        }
        couldTell = observation.subjects.contains { $0.condition.flow != .unknown }
    }

    mutating func decision() -> AlertDecision {
        var decision = AlertDecision()
        let found = newObservations()
        for each in found { count(each) }
        let cover = EgressCover(states, found)
        for each in found { noteFlapping(each, cover) }
        for each in found {
            decision.events += told(each, cover).map { [$0] } ?? []
        }
        let certificates = CertificatePass(rules: rules, isHeld: isHeld)
            .decision(&states, observation)
        decision.events += certificates.events + retired(&decision)
        decision.forgotten += certificates.forgotten
        decision.states = states.values.filter { previous[$0.subject] != $0 }
            .sorted { $0.subject.key < $1.subject.key }
        return decision
    }

    /// What was found of subjects that did not count this run yet: each subject once, egress first, by key.
    private func newObservations() -> [SubjectObservation] {
        var unique: [Subject: SubjectObservation] = [:]
        for each in observation.subjects where unique[each.subject] == nil {
            unique[each.subject] = each
        }
        return unique.values
            .filter { states[$0.subject]?.lastRunID != observation.run.id }
            .sorted { ($0.subject.rank, $0.subject.key) < ($1.subject.rank, $1.subject.key) }
    }

    /// Whether that nothing could be told of a subject says nothing about it.
    private func isBlind(_ found: SubjectObservation) -> Bool {
        if case .egress = found.subject {
            // A doubt about port 25 stays a doubt; being cut off is a fact, however long it lasts.
            return found.condition.verdict != EgressVerdict.offline.rawValue
        }
        return domainCount >= SubjectPass.blindRunDomains && !couldTell
    }

    private mutating func count(_ found: SubjectObservation) {
        var state = states[found.subject] ?? SubjectState(subject: found.subject)
        state.count(
            found.condition,
            at: observation.run.time,
            rules: rules,
            isBlind: isBlind(found)
        )
        state.lastRunID = observation.run.id
        state.lastRunTime = observation.run.time
        states[found.subject] = state
    }

    /// Counts stops that are the subject's own: a domain does not flap because port 25 does.
    private mutating func noteFlapping(_ found: SubjectObservation, _ cover: EgressCover) {
        guard var state = states[found.subject], let condition = state.condition else { return }
        let time = observation.run.time
        let wasDown = previous[found.subject]?.condition.map { $0.flow != .flowing } ?? false
        let isCovered = cover.covers(state, found: found)
        if !wasDown, condition.flow != .flowing, !isCovered {
            state.noteStop(at: time, rules: rules)
        }
        state.noteQuiet(at: time, rules: rules)
        states[found.subject] = state
    }

    /// The event of a subject, and in its state that it was told.
    private mutating func told(_ found: SubjectObservation, _ cover: EgressCover) -> AlertEvent? {
        guard !isHeld, var state = states[found.subject], let condition = state.condition else {
            return nil
        }
        let before = state.told
        let step = AlertStep(
            from: before,
            to: AlertWish(state, isCovered: cover.covers(state, found: found)),
            since: state.since,
            at: observation.run.time,
            remindEvery: rules.remindEvery
        )
        guard case .tell(let occasion, let now) = step else { return nil }
        state.told = now
        states[found.subject] = state
        let event = SubjectEvent(run: observation.run, occasion: occasion, before: before, now: now)
        return event.make(found, state: state, condition: condition, affected: affected(found))
    }

    /// The domains behind a family's port 25: those that are blocked, or were until now.
    private func affected(_ found: SubjectObservation) -> AffectedNames {
        guard case .egress(let family) = found.subject else { return AffectedNames([]) }
        let blocked = Verdict.blocked.rawValue
        let names = observation.subjects.compactMap { each -> DomainName? in
            guard case .domain(let name) = each.subject,
                each.families.isEmpty || each.families.contains(family),
                each.condition.verdict == blocked
                    || previous[each.subject]?.condition?.verdict == blocked
            else { return nil }
            return name
        }
        return AffectedNames(names)
    }

    /// Ends the alerts of subjects that are no longer looked after.
    private mutating func retired(_ decision: inout AlertDecision) -> [AlertEvent] {
        var events: [AlertEvent] = []
        for subject in Set(observation.retired).sorted(by: { $0.key < $1.key }) {
            guard let state = states[subject] else { continue }
            // What a maintenance window holds is told after it; until then the state stays.
            if state.told != nil, isHeld { continue }
            states[subject] = nil
            decision.forgotten.append(subject)
            if let event = SubjectEvent.retired(state, run: observation.run) {
                events.append(event)
            }
        }
        return events
    }
}

extension Subject {
    /// Egress comes first: its alert explains the others.
    fileprivate var rank: Int { if case .egress = self { 0 } else { 1 } }
}
