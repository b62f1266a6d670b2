import AlertPolicy
import ProbeModel
import StateStore
import Testing

/// Values to remember.
enum Sample {
    /// A run, numbered; its time is its number in minutes.
    static func run(_ number: Int) -> StateRun {
        StateRun(id: "run-\(number)", time: Int64(number) * 60, version: "0.1.0")
    }

    /// A domain.
    static func domain(_ name: String = "domain1.test") throws -> Subject {
        .domain(try #require(DomainName(name)))
    }

    /// A change of a subject.
    static func change(
        _ subject: Subject,
        _ verdict: String = "blocked",
        failures: Int = 1
    ) -> SubjectChange {
        var state = SubjectState(subject: subject)
        state.condition = Condition(verdict: verdict, severity: .critical)
        state.failures = failures
        return SubjectChange(
            subject,
            verdict: RunVerdict(
                verdict: verdict,
                severity: .critical,
                summary: "no answer on 25",
                facts: ["25": "timeout", "2525": "ready"]
            ),
            state: state
        )
    }

    /// An event.
    static func event(_ id: String, _ subject: Subject? = nil, at time: Int64 = 0) -> AlertEvent {
        AlertEvent(
            id: id,
            kind: .domainDown,
            occasion: .began,
            subject: subject,
            time: time,
            runID: "run",
            host: "backup.test",
            new: Condition(verdict: "blocked", severity: .critical),
            since: time,
            openedAt: time,
            summary: "mail no longer gets there"
        )
    }

    /// A commit of events alone.
    static func commit(
        _ number: Int,
        events: [String],
        to webhooks: [String] = ["ops"]
    ) -> RunCommit {
        var commit = RunCommit(run(number))
        commit.events = events.map {
            QueuedEvent(event($0, at: commit.run.time), webhooks: webhooks)
        }
        return commit
    }
}
