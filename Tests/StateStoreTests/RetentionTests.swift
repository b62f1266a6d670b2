import AlertPolicy
import GRDB
import ProbeModel
import StateStore
import Testing

@Suite struct RetentionTests {
    let folder: StateFolder
    let store: StateStore

    init() throws {
        folder = try StateFolder()
        store = try folder.store()
    }

    private func count(_ table: String) throws -> Int {
        try folder.raw().read { database in
            try Int.fetchOne(database, sql: "SELECT count(*) FROM \(table)") ?? -1
        }
    }

    @Test func whatIsOlderThanTheCutoffGoes() throws {
        let gone = try Sample.domain("gone.test")
        let kept = try Sample.domain("kept.test")
        try store.commit(Sample.commit(1, events: ["a"]), subjects: [Sample.change(gone)])
        try store.commit(Sample.commit(10, events: ["b"]), subjects: [Sample.change(kept)])
        for id in ["a", "b"] { try store.record(.delivered, of: id, to: "ops", at: 600) }
        #expect(try store.forget(before: 600, now: 1_000))
        // It was delivered at the cutoff, so it is kept, and its event with it.
        #expect(
            try [count("runs"), count("observations"), count("events"), count("outbox")] == [
                1, 1, 2, 2,
            ]
        )
        #expect(try [count("subjects"), count("subject_states")] == [1, 1])
        #expect(try Array(store.allStates().states.keys) == [kept])
        #expect(try store.forget(before: 601, now: 1_000))
        #expect(
            try [count("runs"), count("observations"), count("events"), count("outbox")] == [
                0, 0, 0, 0,
            ]
        )
    }

    @Test func whatIsStillNeededStays() throws {
        let subject = try Sample.domain()
        var commit = Sample.commit(1, events: ["a"])
        commit.diversions = [
            DiversionChange(
                .diverted,
                map: "m",
                pattern: "p",
                from: nil,
                to: "r",
                at: 60,
                runID: "run-1"
            )
        ]
        commit.sessions = [
            EarlierSession(
                address: try #require(IPAddress("192.0.2.1")),
                greetingName: DomainName("mail.test"),
                certificateNames: [],
                seen: 60
            )
        ]
        try store.commit(commit, subjects: [Sample.change(subject)])
        // A state may stay as it was for long, while the subject is looked at all the time.
        try store.commit(
            RunCommit(Sample.run(100)),
            subjects: [SubjectChange(subject, verdict: Sample.change(subject).verdict, state: nil)]
        )
        #expect(try store.forget(before: 6_000, now: 6_000))
        #expect(try store.due("ops", at: 6_000)?.event.id == "a")
        #expect(try store.diversionsInForce().count == 1)
        #expect(try store.allStates().states.count == 1)
        #expect(try count("sessions") == 1)
        #expect(try store.forget(before: 6_000, now: 60 + 366 * 86_400))
        #expect(try count("sessions") == 0)
    }

    @Test func aRestoredDiversionIsForgottenWhole() throws {
        for (number, kind) in [(1, DiversionChange.Kind.diverted), (2, .failed), (3, .restored)] {
            var commit = RunCommit(Sample.run(number))
            commit.diversions = [
                DiversionChange(
                    kind,
                    map: "m",
                    pattern: "p",
                    from: nil,
                    to: "r",
                    at: Int64(number),
                    runID: "run-\(number)"
                )
            ]
            try store.commit(commit, subjects: [])
        }
        #expect(try store.forget(before: 1_000, now: 1_000))
        #expect(try store.diversions(since: 0).isEmpty)
    }

    @Test func aBudgetLeavesTheRestForNextTime() throws {
        for number in 1...3 {
            let subjects = try (0..<4_000).map {
                var change = Sample.change(try Sample.domain("domain\($0).test"))
                change.state = nil
                return change
            }
            try store.commit(RunCommit(Sample.run(number)), subjects: subjects)
        }
        #expect(try !store.forget(before: 1_000, now: 1_000, transactions: 2))
        #expect(try count("observations") == 2_000)
        #expect(try store.forget(before: 1_000, now: 1_000))
        #expect(try [count("observations"), count("subjects"), count("runs")] == [0, 0, 0])
    }

    /// With as much forgotten as is remembered, the file stays as large as it is.
    @Test func theFileDoesNotGrowForEver() throws {
        let subjects = try (0..<200).map { Sample.change(try Sample.domain("domain\($0).test")) }
        var largest = 0
        for number in 1...60 {
            try store.commit(RunCommit(Sample.run(number)), subjects: subjects)
            try store.forget(before: Int64(number - 5) * 60, now: Int64(number) * 60)
            let pages =
                try folder.raw().read { try Int.fetchOne($0, sql: "PRAGMA page_count") } ?? 0
            if number == 20 { largest = pages }
            if number > 20 { #expect(pages <= largest + 20) }
        }
        // And when all is forgotten, the room goes back.
        try store.forget(before: 1_000_000, now: 1_000_000)
        let pages = try folder.raw().read { try Int.fetchOne($0, sql: "PRAGMA page_count") } ?? 0
        #expect(pages < largest / 2)
    }
}
