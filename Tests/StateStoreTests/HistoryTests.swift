import AlertPolicy
import GRDB
import ProbeModel
import Testing

@testable import StateStore

@Suite struct HistoryTests {
    let folder: StateFolder
    let store: StateStore

    init() throws {
        folder = try StateFolder()
        store = try folder.store()
        let one = try Sample.domain("domain1.test")
        let two = try Sample.domain("domain2.test")
        let verdicts = ["healthy", "healthy", "blocked", "blocked", "healthy"]
        for (index, verdict) in verdicts.enumerated() {
            try store.commit(
                RunCommit(Sample.run(index + 1)),
                subjects: [Sample.change(one, verdict), Sample.change(two, "healthy")]
            )
        }
    }

    private func rows(_ filter: HistoryFilter) throws -> [String] {
        var rows: [String] = []
        try store.history(filter) { row in
            let before = row.previousVerdict ?? "-"
            rows.append("\(row.time) \(row.subject.key) \(before) \(row.verdict.verdict)")
            return true
        }
        return rows
    }

    @Test func aSubjectHasARowPerRun() throws {
        let filter = HistoryFilter(subject: try Sample.domain("domain1.test"))
        #expect(
            try rows(filter) == [
                "60 domain:domain1.test - healthy",
                "120 domain:domain1.test healthy healthy",
                "180 domain:domain1.test healthy blocked",
                "240 domain:domain1.test blocked blocked",
                "300 domain:domain1.test blocked healthy",
            ]
        )
    }

    @Test func transitionsAreRowsThatDifferFromTheOneBefore() throws {
        // The row before the first one asked for counts too.
        #expect(
            try rows(HistoryFilter(since: 120, isLimitedToTransitions: true)) == [
                "180 domain:domain1.test healthy blocked",
                "300 domain:domain1.test blocked healthy",
            ]
        )
        #expect(
            try rows(HistoryFilter(isLimitedToTransitions: true)).prefix(2) == [
                "60 domain:domain1.test - healthy", "60 domain:domain2.test - healthy",
            ]
        )
    }

    @Test func sinceIsTheEarliestTime() throws {
        #expect(try rows(HistoryFilter(since: 300)).count == 2)
        #expect(try rows(HistoryFilter(since: 301)).isEmpty)
    }

    /// A year of a large machine must neither be sorted nor read from its beginning.
    @Test(arguments: [false, true], [false, true])
    func rowsAreReadInTheOrderInWhichTheyLie(_ ofOneSubject: Bool, _ transitions: Bool) throws {
        let filter = HistoryFilter(since: 1, isLimitedToTransitions: transitions)
        let query = StateStore.historyQuery(filter, ofOneSubject: ofOneSubject)
        let plan = try store.read("look") { database in
            try Row.fetchAll(
                database,
                sql: "EXPLAIN QUERY PLAN " + query,
                arguments: [1] + (ofOneSubject ? [1] : [])
            ).map { try String.fromRow($0, "detail") }
        }
        #expect(!plan.contains { $0.contains("TEMP B-TREE") || $0.hasPrefix("SCAN") }, "\(plan)")
    }

    @Test func anUnknownSubjectHasNoHistory() throws {
        #expect(try rows(HistoryFilter(subject: try Sample.domain("domain3.test"))).isEmpty)
    }

    @Test func readingEndsWhenNoMoreIsWanted() throws {
        var count = 0
        try store.history(HistoryFilter()) { _ in
            count += 1
            return count < 3
        }
        #expect(count == 3)
    }

    @Test func egressIsReadTheNewestFirst() throws {
        for (number, verdict) in [(6, "open"), (7, "blocked"), (8, "open")] {
            try store.commit(
                RunCommit(Sample.run(number)),
                subjects: [
                    Sample.change(.egress(.ipv4), verdict), Sample.change(.egress(.ipv6), "open"),
                ]
            )
        }
        func verdicts(_ since: Int64, _ limit: Int) throws -> [String] {
            try store.recentEgress(.ipv4, since: since, limit: limit).map(\.verdict.verdict)
        }
        #expect(try verdicts(0, 10) == ["open", "blocked", "open"])
        #expect(try verdicts(420, 10) == ["open", "blocked"])
        #expect(try verdicts(0, 1) == ["open"])
    }
}
