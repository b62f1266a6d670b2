import AlertPolicy
import Foundation
import GRDB
import ProbeModel
import StateStore
import Testing

/// Databases of every version that there ever was.
@Suite struct MigrationTests {
    static let versions = [1]

    let folder: StateFolder

    init() throws { folder = try StateFolder() }

    private func restore(_ version: Int) throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Fixtures/version-\(version).sql")
        let text = try String(contentsOf: file, encoding: .utf8)
        try folder.raw().writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL")
            try database.execute(sql: text)
        }
    }

    private func schema() throws -> [String] {
        try folder.raw().read { database in
            try String.fetchAll(
                database,
                sql: "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name"
            )
        }
    }

    /// It fails, too, when a migration is edited that was released.
    @Test(arguments: versions) func theSchemaIsThatOfANewDatabase(_ version: Int) throws {
        try restore(version)
        _ = try folder.store()
        let migrated = try schema()
        for suffix in ["", "-wal", "-shm"] { unlink(folder.database + suffix) }
        _ = try folder.store()
        #expect(try schema() == migrated)
    }

    @Test(arguments: versions) func everythingIsStillThere(_ version: Int) throws {
        try restore(version)
        let store = try folder.store()
        let subjects = try ["domain0.test", "domain1.test"].map { try Sample.domain($0) }
        let states = try store.allStates()
        #expect(Set(states.states.keys) == Set(subjects))
        #expect(states.states.values.allSatisfy { $0.condition?.verdict == "blocked" })
        #expect(states.unreadable.isEmpty)
        var rows: [HistoryRow] = []
        try store.history(HistoryFilter()) {
            rows.append($0)
            return true
        }
        #expect(rows.map(\.subject) == subjects)
        #expect(
            rows.map(\.verdict.facts)
                == Array(repeating: ["25": "timeout", "2525": "ready"], count: 2)
        )
        #expect(try store.due("first", at: 10)?.event.id == "evt_one_0")
        #expect(try store.due("third", at: 10)?.event.id == "evt_one_1")
        #expect(try store.queues().map(\.disabledSince) == [nil, 5, nil])
        #expect(try store.diversionsInForce().map(\.pattern) == ["domain0.test"])
        #expect(try store.diversionStates().map(\.standing) == [.diverted])
        let address = try #require(IPAddress("192.0.2.1"))
        #expect(
            try store.earlierSessions(with: [address]) == [
                EarlierSession(
                    address: address,
                    greetingName: DomainName("mail.domain0.test"),
                    certificateNames: ["mail.domain0.test"],
                    seen: 1
                )
            ]
        )
        #expect(
            try store.heartbeat()
                == HeartbeatStatus(lastAttempt: 2, lastSuccess: 1, lastError: "no route")
        )
    }

    @Test(arguments: versions) func itIsWrittenAsBefore(_ version: Int) throws {
        try restore(version)
        let store = try folder.store()
        try store.commit(Sample.commit(2, events: ["a"], to: ["first"]), subjects: [])
        #expect(try store.pending(limit: 100).last?.event.id == "a")
        #expect(try store.forget(before: 1_000_000_000, now: 1_000_000_000))
    }
}
