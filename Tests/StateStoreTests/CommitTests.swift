import AlertPolicy
import GRDB
import ProbeModel
import StateStore
import Testing

@Suite struct CommitTests {
    let folder: StateFolder
    let store: StateStore

    init() throws {
        folder = try StateFolder()
        store = try folder.store()
    }

    @Test func everythingComesBackAfterTheStoreIsOpenedAgain() throws {
        let subject = try Sample.domain()
        let change = Sample.change(subject)
        var commit = Sample.commit(1, events: ["a"], to: ["ops", "chat"])
        commit.events[0] = QueuedEvent(
            Sample.event("a", subject, at: 60),
            webhooks: ["ops", "chat"]
        )
        let domain = try #require(DomainName("domain1.test"))
        var diversion = DiversionState(domain: domain)
        diversion.standing = .diverted
        diversion.entry = DivertedEntry(
            pattern: "domain1.test",
            result: "smtp:[mail.domain1.test]:2525"
        )
        commit.diversionStates = [diversion]
        try store.commit(commit, subjects: [change])

        let again = try folder.store(access: .read)
        let states = try again.states(of: [subject, .egress(.ipv4)])
        #expect(states.states == [subject: try #require(change.state)])
        #expect(states.unreadable.isEmpty)
        #expect(try again.allStates() == states)
        #expect(try again.diversionStates() == [diversion])
        #expect(try again.due("ops", at: 60)?.event == commit.events[0].event)
        #expect(try again.webhooksDue(at: 60) == ["chat", "ops"])
        var rows: [HistoryRow] = []
        try again.history(HistoryFilter()) {
            rows.append($0)
            return true
        }
        #expect(rows.map(\.verdict) == [change.verdict])
        #expect(rows.map(\.runID) == ["run-1"])
        var events: [AlertEvent] = []
        try again.events(since: 0) {
            events.append($0)
            return true
        }
        #expect(events == commit.events.map(\.event))
    }

    @Test func theSameRunAgainChangesNothing() throws {
        let change = Sample.change(try Sample.domain())
        let commit = Sample.commit(1, events: ["a"], to: ["ops", "chat"])
        try store.commit(commit, subjects: [change])
        try store.record(.delivered, of: "a", to: "ops", at: 61)
        let before = try dump()
        try store.commit(commit, subjects: [change])
        #expect(try dump() == before)
    }

    @Test func anOlderRunDoesNotOverwriteANewerOne() throws {
        let subject = try Sample.domain()
        try store.commit(RunCommit(Sample.run(1)), subjects: [Sample.change(subject, failures: 1)])
        try store.commit(RunCommit(Sample.run(2)), subjects: [Sample.change(subject, failures: 2)])
        var late = RunCommit(Sample.run(1))
        late.forgotten = [subject]
        try store.commit(late, subjects: [Sample.change(subject, failures: 1)])
        #expect(try store.allStates().states[subject]?.failures == 2)
    }

    /// What is applied is remembered before it is done and after, in one run.
    @Test func aRunMayGoOnWithWhatItRemembered() throws {
        let subject = try Sample.domain()
        try store.commit(RunCommit(Sample.run(1)), subjects: [Sample.change(subject, failures: 1)])
        try store.commit(RunCommit(Sample.run(1)), subjects: [Sample.change(subject, failures: 2)])
        #expect(try store.allStates().states[subject]?.failures == 2)
    }

    @Test func aForgottenSubjectHasNoState() throws {
        let subject = try Sample.domain()
        try store.commit(RunCommit(Sample.run(1)), subjects: [Sample.change(subject)])
        var commit = RunCommit(Sample.run(2))
        commit.forgotten = [subject]
        try store.commit(commit, subjects: [])
        #expect(try store.allStates() == RememberedStates())
    }

    /// A fault in the last row takes everything back that came before it.
    @Test func nothingIsHalfRemembered() throws {
        try folder.raw().write { database in
            try database.execute(
                sql: """
                    CREATE TRIGGER fault BEFORE INSERT ON sessions BEGIN
                    SELECT raise(ABORT, 'no'); END
                    """
            )
        }
        var commit = Sample.commit(1, events: ["a"])
        let address = try #require(IPAddress("192.0.2.1"))
        commit.sessions = [
            EarlierSession(address: address, greetingName: nil, certificateNames: [], seen: 1)
        ]
        let before = try dump()
        let error = #expect(throws: StateStoreError.self) {
            try store.commit(commit, subjects: [Sample.change(try Sample.domain())])
        }
        #expect(error?.kind == .failed)
        #expect(try dump() == before)
    }

    @Test func longTextsAreCutAndLargeFactsLeftOut() throws {
        var change = Sample.change(try Sample.domain())
        change.verdict?.summary = String(repeating: "\u{e9}", count: 400)
        change.verdict?.facts = ["25": String(repeating: "x", count: RunVerdict.maximumFacts)]
        try store.commit(RunCommit(Sample.run(1)), subjects: [change])
        try store.history(HistoryFilter()) { row in
            #expect(row.verdict.summary.utf8.count <= RunVerdict.maximumSummary)
            #expect(row.verdict.summary.utf8.count > RunVerdict.maximumSummary - 4)
            #expect(row.verdict.summary.hasPrefix("\u{e9}\u{e9}"))
            #expect(row.verdict.summary.hasSuffix("\u{e9}\u{2026}"))
            #expect(row.verdict.facts.isEmpty)
            return true
        }
    }

    @Test(arguments: ["{", "{}", "null", "[1,2", "\"domain:domain1.test\""])
    func aStateThatCannotBeReadIsToldAndStartsAnew(_ text: String) throws {
        let subject = try Sample.domain()
        let other = try Sample.domain("domain2.test")
        try store.commit(
            RunCommit(Sample.run(1)),
            subjects: [Sample.change(subject), Sample.change(other)]
        )
        try folder.raw().write { database in
            try database.execute(
                sql: "UPDATE subject_states SET state = ? WHERE subject = 1",
                arguments: [text]
            )
        }
        let found = try store.states(of: [subject, other])
        #expect(Array(found.states.keys) == [other])
        #expect(found.unreadable == [subject.key])
        try store.commit(RunCommit(Sample.run(2)), subjects: [Sample.change(subject)])
        #expect(try store.allStates().unreadable.isEmpty)
    }

    @Test func sessionsKeepTheNewestOfEachAddress() throws {
        let address = try #require(IPAddress("2001:db8::25"))
        let names = (1...EarlierSession.maximumNames + 5).map { "mail\($0).domain1.test" }
        for (seen, name) in [(20, "mail.domain1.test"), (10, "old.domain1.test")] {
            var commit = RunCommit(Sample.run(seen))
            commit.sessions = [
                EarlierSession(
                    address: address,
                    greetingName: DomainName(name),
                    certificateNames: names,
                    seen: Int64(seen)
                )
            ]
            try store.commit(commit, subjects: [])
        }
        let other = try #require(IPAddress("192.0.2.1"))
        let found = try store.earlierSessions(with: [other, address])
        #expect(found.map(\.greetingName?.ascii) == ["mail.domain1.test"])
        #expect(found.map(\.certificateNames) == [Array(names.prefix(EarlierSession.maximumNames))])
        let observation = try #require(found.first?.observation)
        #expect(observation.endpoint == Endpoint(address: address, port: 25))
        #expect(observation.outcome.speaksSMTP)
        #expect(observation.greeting?.text == "mail.domain1.test ESMTP")
        #expect(observation.tls?.names == found.first?.certificateNames)
    }

    @Test func theHeartbeatKeepsItsLastSuccess() throws {
        #expect(try store.heartbeat() == nil)
        try store.recordHeartbeat(error: "no route", at: 5)
        #expect(
            try store.heartbeat()
                == HeartbeatStatus(lastAttempt: 5, lastSuccess: nil, lastError: "no route")
        )
        try store.recordHeartbeat(error: nil, at: 10)
        try store.recordHeartbeat(error: String(repeating: "x", count: 10_000), at: 20)
        let status = try #require(try store.heartbeat())
        #expect(status.lastAttempt == 20)
        #expect(status.lastSuccess == 10)
        #expect(try #require(status.lastError).utf8.count == 500)
    }

    @Test func theLastChangeOfAnEntryTellsWhetherItIsDiverted() throws {
        func change(_ kind: DiversionChange.Kind, _ pattern: String, _ run: Int) -> DiversionChange
        {
            DiversionChange(
                kind,
                map: "/etc/postfix/transport",
                pattern: pattern,
                from: nil,
                to: "smtp:[mail.\(pattern)]:2525",
                at: Int64(run) * 60,
                runID: "run-\(run)"
            )
        }
        let log = [
            change(.diverted, "domain1.test", 1), change(.diverted, "domain2.test", 1),
            // A change that failed leaves things as they were.
            change(.failed, "domain1.test", 2), change(.restored, "domain2.test", 3),
        ]
        for entry in log + log {
            var commit = RunCommit(Sample.run(Int(entry.time / 60)))
            commit.diversions = [entry]
            try store.commit(commit, subjects: [])
        }
        #expect(try store.diversionsInForce() == [log[0]])
        #expect(try store.diversions(since: 0) == log)
        #expect(try store.diversions(since: 180) == [log[3]])
    }

    private func dump() throws -> [String] { try folder.raw().read(StateDump.lines) }
}
