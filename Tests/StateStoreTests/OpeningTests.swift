import AlertPolicy
import Foundation
import GRDB
import ProbeModel
import Testing

@testable import StateStore

@Suite struct OpeningTests {
    let folder: StateFolder

    init() throws { folder = try StateFolder() }

    private func mode(_ path: String) throws -> Int {
        try #require(
            try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        )
    }

    @Test func whatIsMadeIsForTheOwnerAlone() throws {
        let path = folder.path + "/new/state.db"
        let location = try #require(StateLocation(file: path, environment: [:]))
        let store = try StateStore.open(location).get()
        try store.commit(RunCommit(Sample.run(1)), subjects: [])
        #expect(try mode(folder.path + "/new") == 0o700)
        for suffix in ["", "-wal", "-shm"] { #expect(try mode(path + suffix) == 0o600) }
    }

    @Test func commitsSurviveAPowerFailure() throws {
        // What SQLite is told is what can be seen; the order of its writes is SQLite's own.
        let store = try folder.store()
        let settings = try store.read("look") { database in
            try ["synchronous", "foreign_keys", "auto_vacuum", "journal_mode", "trusted_schema"]
                .map { try String.fetchOne(database, sql: "PRAGMA \($0)") ?? "" }
        }
        #expect(settings == ["2", "1", "2", "wal", "0"])
    }

    @Test func nothingIsMadeToRead() throws {
        #expect(try folder.fault(access: .read)?.kind == .missing)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test func aMisspeltDirectoryDoesNotBecomeATree() throws {
        let path = folder.path + "/not/there/state.db"
        let location = try #require(StateLocation(file: path, environment: [:]))
        guard case .failure(let error) = StateStore.open(location) else {
            Issue.record("opened")
            return
        }
        #expect(error.kind == .directory)
        #expect(error.message.contains(folder.path + "/not;"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test(arguments: ["", "x", "not a database\n", String(repeating: "no database ", count: 2_000)])
    func textIsNoDatabase(_ text: String) throws {
        try folder.write(text.utf8)
        // An empty file is what an earlier run leaves that was killed at once.
        guard !text.isEmpty else {
            #expect(try folder.fault() == nil)
            return
        }
        for access in [StateStore.Access.write, .read] {
            let error = try #require(try folder.fault(access: access))
            #expect(error.kind == .corrupt)
            #expect(error.message.contains(folder.database))
            #expect(error.message.contains("left as it is"))
        }
        #expect(try folder.bytes() == Data(text.utf8))
    }

    private func fill() throws {
        let subjects = try (0..<500).map { Sample.change(try Sample.domain("domain\($0).test")) }
        try folder.store().commit(Sample.commit(1, events: ["a", "b"]), subjects: subjects)
    }

    @Test func aDatabaseThatWasCutOffIsLeftAsItIs() throws {
        try fill()
        let cut = try folder.bytes().prefix(40_960)
        try folder.write(cut)
        #expect(try folder.fault()?.kind == .corrupt)
        #expect(try folder.bytes() == cut)
    }

    /// A run that ends without closing leaves its last commits in the log, which goes with the file that it belongs to.
    @Test(arguments: ["cut", "page", "newer"])
    func theLogOfARefusedDatabaseIsLeftAsItIs(_ fault: String) throws {
        let source = try StateFolder()
        let store = try source.store()
        let subjects = try (0..<500).map { Sample.change(try Sample.domain("domain\($0).test")) }
        try store.commit(Sample.commit(1, events: ["a"]), subjects: subjects)
        try source.raw().writeWithoutTransaction {
            _ = try String.fetchOne($0, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        }
        try store.commit(Sample.commit(2, events: ["b"]), subjects: [])
        if fault == "newer" {
            try source.raw().writeWithoutTransaction {
                try $0.execute(sql: "PRAGMA user_version = 99")
            }
        }
        let log = folder.database + "-wal"
        try FileManager.default.copyItem(atPath: source.database + "-wal", toPath: log)
        var bytes = Array(try source.bytes())
        if fault == "cut" { bytes.removeLast(8_192) }
        if fault == "page" {
            let start = bytes.count - 8_192
            bytes.replaceSubrange(start..., with: repeatElement(0xff, count: 8_192))
        }
        try folder.write(bytes)
        let before = try Data(contentsOf: URL(fileURLWithPath: log))
        #expect(before.count > 4_096)
        #expect(try folder.fault()?.kind == (fault == "newer" ? .newer : .corrupt))
        #expect(try folder.bytes() == Data(bytes))
        #expect(try Data(contentsOf: URL(fileURLWithPath: log)) == before)
    }

    @Test(arguments: 1..<20) func aMalformedPageIsLeftAsItIs(_ page: Int) throws {
        try fill()
        var bytes = Array(try folder.bytes())
        let start = page * 4_096
        try #require(bytes.count > start + 4_096)
        bytes.replaceSubrange(start..<start + 4_096, with: repeatElement(0xff, count: 4_096))
        try folder.write(bytes)
        #expect(try folder.fault()?.kind == .corrupt)
        #expect(try folder.bytes() == Data(bytes))
    }

    @Test func aNewerVersionIsLeftAsItIs() throws {
        try fill()
        for change in [
            "PRAGMA user_version = 2", "INSERT INTO grdb_migrations VALUES ('2')",
        ] {
            try folder.raw().writeWithoutTransaction { try $0.execute(sql: change) }
            let before = try folder.bytes()
            for access in [StateStore.Access.write, .read] {
                #expect(try folder.fault(access: access)?.kind == .newer)
            }
            #expect(try folder.bytes() == before)
            try folder.raw().writeWithoutTransaction {
                try $0.execute(sql: "PRAGMA user_version = 1")
            }
        }
    }

    /// GRDB makes its table before the first migration.
    @Test func aDatabaseThatWasHardlyBegunIsFinished() throws {
        try folder.raw().write {
            try $0.execute(
                sql: "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)"
            )
        }
        try folder.store().commit(Sample.commit(1, events: ["a"]), subjects: [])
        #expect(try folder.store().pending(limit: 10).count == 1)
    }

    @Test func theDatabaseOfAnotherProgramIsLeftAsItIs() throws {
        try folder.raw().write { try $0.execute(sql: "CREATE TABLE mail (subject TEXT)") }
        let before = try folder.bytes()
        #expect(try folder.fault()?.kind == .foreign)
        #expect(try folder.fault(access: .read)?.kind == .foreign)
        #expect(try folder.bytes() == before)
    }

    @Test func anOlderVersionIsOnlyBroughtUpToDateToWrite() throws {
        try folder.raw().writeWithoutTransaction {
            try $0.execute(sql: "PRAGMA application_id = \(0x4d58_5052)")
        }
        #expect(try folder.fault(access: .read)?.kind == .older)
        #expect(try folder.fault() == nil)
        #expect(try folder.fault(access: .read) == nil)
    }

    @Test func whatIsNoFileIsRefused() throws {
        try FileManager.default.createDirectory(
            atPath: folder.database,
            withIntermediateDirectories: false
        )
        #expect(try folder.fault()?.kind == .notAFile)
        try FileManager.default.removeItem(atPath: folder.database)
        // Nobody writes to it, so opening it would never end.
        #expect(mkfifo(folder.database, 0o600) == 0)
        #expect(try folder.fault()?.kind == .notAFile)
        #expect(try folder.fault(access: .read)?.kind == .notAFile)
        unlink(folder.database)
        try FileManager.default.createSymbolicLink(
            atPath: folder.database,
            withDestinationPath: folder.path + "/other"
        )
        #expect(try folder.fault()?.kind == .notAFile)
        unlink(folder.database)
    }

    @Test func aLockedDatabaseIsToldAndUsedLater() throws {
        let store = try folder.store(patience: .milliseconds(20))
        let other = try folder.raw()
        try other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        let commit = Sample.commit(1, events: ["a"])
        let error = #expect(throws: StateStoreError.self) { try store.commit(commit, subjects: []) }
        #expect(error?.kind == .locked)
        // Readers do not wait for a writer.
        #expect(try store.queues().isEmpty)
        #expect(try folder.fault() == nil)
        try other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        try store.commit(commit, subjects: [])
        #expect(try store.queues().count == 1)
    }

    @Test func aDatabaseThatSomebodyHasToHimselfIsToldOnOpening() throws {
        _ = try folder.store()
        let other = try folder.raw()
        try other.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
            try database.execute(sql: "BEGIN IMMEDIATE; CREATE TABLE x (y); COMMIT")
        }
        #expect(try folder.fault()?.kind == .locked)
    }
}
