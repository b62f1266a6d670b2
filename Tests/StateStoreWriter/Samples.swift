import AlertPolicy
import ProbeModel
import StateStore

/// What the program writes: always the same for the same run.
enum Samples {
    /// How many subjects a run looks at.
    static let subjects = 20
    /// Who is told of each event.
    static let webhooks = ["first", "second", "third"]

    /// A change of a numbered domain.
    static func change(_ number: Int, run: StateRun) -> SubjectChange? {
        guard let domain = DomainName("domain\(number).test") else { return nil }
        let subject = Subject.domain(domain)
        var state = SubjectState(subject: subject)
        state.condition = Condition(verdict: "blocked", severity: .critical)
        state.lastRunID = run.id
        return SubjectChange(
            subject,
            verdict: RunVerdict(
                verdict: "blocked",
                severity: .critical,
                summary: "port 25 out of this machine is dropped",
                facts: ["25": "timeout", "2525": "ready"]
            ),
            state: state
        )
    }

    /// A run with two events, each for all webhooks.
    static func commit(_ run: StateRun) -> RunCommit {
        var commit = RunCommit(run)
        commit.events = (0..<2).map { number in
            let event = AlertEvent(
                id: "evt_\(run.id)_\(number)",
                kind: .domainDown,
                occasion: .began,
                subject: change(number, run: run)?.subject,
                time: run.time,
                runID: run.id,
                host: "backup.test",
                new: Condition(verdict: "blocked", severity: .critical),
                since: run.time,
                openedAt: run.time,
                summary: "mail no longer gets there"
            )
            return QueuedEvent(event, webhooks: webhooks)
        }
        return commit
    }
}
