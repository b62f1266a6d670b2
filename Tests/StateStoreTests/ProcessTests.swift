import Foundation
import GRDB
import ProcessTestSupport
import StateStore
import TestSupport
import Testing

/// What only shows with several processes, other users and other file systems.
@Suite(.serialized) struct ProcessTests {
    private static let writer = BuiltProgram.stateStoreWriter
    private static let isRoot = geteuid() == 0
    /// What `Samples` of the writer writes for each run.
    private static let eventsPerRun = 2
    private static let webhooks = 3
    private static let subjects = 20

    let folder: StateFolder

    init() throws { folder = try StateFolder() }

    /// Wherever it is killed, what it told is there, and what is there is whole.
    @Test func aKilledWriterLosesNothing() throws {
        var generator = SeededGenerator(seed: 5)
        var acknowledged: Set<String> = []
        for round in 0..<50 {
            let run = ProgramRun(Self.writer, ["loop", folder.database, "round\(round)"])
            let child = try RunningProgram(run)
            try waitForRuns(of: "round\(round)", atLeast: Int.random(in: 0...4, using: &generator))
            usleep(UInt32.random(in: 0...4_000, using: &generator))
            child.send(SIGKILL)
            let transcript = try child.wait()
            #expect(transcript.signal == SIGKILL, "\(transcript.output)")
            // A line may be cut off by the kill.
            let lines = transcript.output.split(separator: "\n", omittingEmptySubsequences: false)
            acknowledged.formUnion(lines.dropLast().map(String.init))
            try judge(acknowledged)
        }
        #expect(acknowledged.count > 50)
    }

    private func waitForRuns(of name: String, atLeast count: Int) throws {
        let start = ContinuousClock.now
        while ContinuousClock.now - start < .seconds(60) {
            let found = try? folder.raw().read { database in
                try Int.fetchOne(
                    database,
                    sql: "SELECT count(*) FROM runs WHERE id LIKE ?",
                    arguments: ["\(name)-%"]
                )
            }
            if (found ?? 0) >= count { return }
            usleep(1_000)
        }
        Issue.record("the writer does not write")
    }

    private func judge(_ acknowledged: Set<String>) throws {
        try folder.raw().read { database in
            #expect(try String.fetchAll(database, sql: "PRAGMA integrity_check") == ["ok"])
            #expect(try Row.fetchAll(database, sql: "PRAGMA foreign_key_check").isEmpty)
            guard try database.tableExists("outbox") else { return }
            let partial = """
                SELECT count(*) FROM events WHERE
                (SELECT count(*) FROM outbox WHERE event = number) <> \(Self.webhooks)
                """
            #expect(try Int.fetchOne(database, sql: partial) == 0)
            let uneven = """
                SELECT count(*) FROM runs WHERE
                (SELECT count(*) FROM observations AS o WHERE o.run = runs.run) <> \(Self.subjects)
                OR (SELECT count(*) FROM events WHERE run_id = runs.id) <> \(Self.eventsPerRun)
                """
            #expect(try Int.fetchOne(database, sql: uneven) == 0)
            let runs = try String.fetchAll(database, sql: "SELECT 'remembered ' || id FROM runs")
            let deliveries = try String.fetchAll(
                database,
                sql: """
                    SELECT 'delivered ' || id || ' ' || webhook FROM outbox JOIN events
                    ON event = number WHERE state = 'delivered'
                    """
            )
            #expect(acknowledged.subtracting(runs + deliveries).isEmpty)
        }
    }

    @Test func twoWritersAtOnceBothGetThrough() throws {
        // Neither finds a database: they make it at the same time, too.
        let children = try ["one", "two"].map { name in
            try RunningProgram(
                ProgramRun(Self.writer, ["loop", folder.database, name, "40"])
            )
        }
        var acknowledged: Set<String> = []
        for child in children {
            let transcript = try child.wait()
            #expect(transcript.status == 0, "\(transcript.output)")
            acknowledged.formUnion(transcript.output.split(separator: "\n").map(String.init))
        }
        #expect(acknowledged.count > 80)
        try judge(acknowledged)
    }

    /// A hundred thousand subjects are not held in memory together.
    @Test func aLargeRunNeedsLittleMemory() throws {
        let transcript = try ProgramRun(Self.writer, ["bulk", folder.database, "100000"])
            .transcript()
        #expect(transcript.output == "remembered bulk\n")
        #expect(transcript.peakMemory < 100 << 20)
    }

    @Test(
        .enabled(if: isRoot, "only root can become somebody else"),
        arguments: [
            // A file that may only be read, a directory that may only be read, one that may not be entered.
            (mode_t(0o444), mode_t(0o777), "read-only"), (0o666, 0o555, "read-only"),
            (0o666, 0o700, "directory"), (0o000, 0o777, "read-only"),
        ]
    )
    func whatMayNotBeWrittenIsTold(_ file: mode_t, _ directory: mode_t, _ kind: String) throws {
        let program = try copyForOthers()
        let place = folder.path + "/place"
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: false)
        let database = place + "/state.db"
        let location = try #require(StateLocation(file: database, environment: [:]))
        try StateStore.open(location).get().commit(RunCommit(Sample.run(1)), subjects: [])
        let before = try Data(contentsOf: URL(fileURLWithPath: database))
        chmod(database, file)
        chmod(place, directory)
        let transcript = try asNobody([program, "open", database])
        #expect(transcript.output.hasPrefix("cannot \(kind) "), "\(transcript.output)")
        #expect(transcript.output.contains(place))
        #expect(try Data(contentsOf: URL(fileURLWithPath: database)) == before)
    }

    @Test(.enabled(if: isRoot, "only root can become somebody else"))
    func aDirectoryThatMayNotBeMadeIsTold() throws {
        let program = try copyForOthers()
        let transcript = try asNobody([program, "open", folder.path + "/new/state.db"])
        #expect(transcript.output.hasPrefix("cannot read-only "), "\(transcript.output)")
    }

    private func copyForOthers() throws -> String {
        chmod(folder.path, 0o755)
        let program = folder.path + "/writer"
        // Copied by a process of its own: a file that this one had open for writing could not be run.
        let copy = try ProgramRun("/usr/bin/install", ["-m", "755", Self.writer, program])
            .transcript()
        try #require(copy.status == 0)
        return program
    }

    private func asNobody(_ arguments: [String]) throws -> Transcript {
        let options = ["--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all"]
        return try ProgramRun("/usr/bin/setpriv", options + arguments).transcript()
    }

    @Test(.enabled(if: TinyDisk.isToBeHad, "no mounts of one's own here"))
    func aDiskThatFillsUpLosesNothingThatWasTold() throws {
        let output = try TinyDisk.run("exec \(Self.writer) fill /mnt/state.db", size: "1m")
        let lines = output.split(separator: "\n")
        #expect(lines.count == 2, "\(output)")
        #expect(lines.first?.hasPrefix("failed full ") == true, "\(output)")
        #expect(lines.last == "lost 0 of some", "\(output)")
    }

    @Test(.enabled(if: TinyDisk.isToBeHad, "no mounts of one's own here"))
    func aDiskThatIsFullAlreadyIsTold() throws {
        let output = try TinyDisk.run(
            "cat /dev/zero > /mnt/filler 2>/dev/null; exec \(Self.writer) open /mnt/state.db",
            size: "64k"
        )
        #expect(output.hasPrefix("cannot full "), "\(output)")
    }

    @Test(.enabled(if: TinyDisk.isToBeHad, "no mounts of one's own here"))
    func aReadOnlyDiskIsTold() throws {
        let output = try TinyDisk.run(
            """
            \(Self.writer) open /mnt/state.db; mount -o remount,ro /mnt
            \(Self.writer) open /mnt/state.db; exec \(Self.writer) lock /mnt/state.db
            """,
            size: "4m"
        )
        let lines = output.split(separator: "\n").map { $0.prefix(17) }
        #expect(lines == ["remembered one", "cannot read-only ", "cannot not taken"], "\(output)")
    }
}
