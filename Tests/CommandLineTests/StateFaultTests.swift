import Foundation
import Glibc
import ProcessTestSupport
import Testing

/// A state database that cannot be used: `check` does its work all the same, each command says why, and the file stays.
@Suite struct StateFaultTests {
    /// What is wrong with the database.
    enum Fault: String, CaseIterable, Sendable {
        case locked
        case full
        case readOnly
        case newer
        case head
        case page
        case cut

        /// What is said of it.
        var words: String {
            switch self {
            case .locked: "is locked by another program; try again when it is done"
            case .full: "has no room; free space or raise the limit there"
            case .readOnly: "check"
            case .newer: "newer"
            case .head, .page, .cut: "left as it is"
            }
        }

        /// Why the fault cannot be made here.
        var obstacle: Comment? {
            switch self {
            case .full, .readOnly: OwnNamespace.mountObstacle
            case .locked, .newer, .head, .page, .cut: nil
            }
        }
    }

    /// The commands that use the state, without their options for it.
    static let commands = [
        ["check", "b.test"], ["history"], ["webhook", "queue"], ["webhook", "flush"],
    ]

    static let faults = Fault.allCases.filter { $0.obstacle == nil }

    @Test(arguments: faults, commands)
    func theFileStaysAndTheReasonIsTold(_ fault: Fault, _ command: [String]) throws {
        let runs = try Self.runsWithHistory()
        try Self.spoil(runs, fault)
        let before = try Self.bytes(runs.state)
        let transcript = try Self.run(command, runs, fault).transcript()
        #expect(!transcript.isOverdue)
        let isCheck = command.first == "check"
        let kind =
            isCheck
            ? "mxprobe: warning: this run is not remembered as a whole, and may tell nobody: "
            : "mxprobe: error: "
        #expect(transcript.errors.hasPrefix(kind), "\(transcript.errors)")
        #expect(transcript.errors.contains(fault.words), "\(transcript.errors)")
        #expect(transcript.errors.filter { $0 == "\n" }.count == 1, "\(transcript.errors)")
        #expect(
            transcript.output == (isCheck ? Self.result : ""),
            "what was found is told, and nothing else"
        )
        #expect(transcript.status == (isCheck ? 2 : 74))
        #expect(try Self.bytes(runs.state) == before, "the file is as it was")
        if fault.obstacle == nil, [.full, .readOnly].contains(fault) {
            #expect(try Self.bytes(runs.folder.path + "/after.db") == before)
        }
    }

    /// When the fault is gone, what was remembered before it is there again.
    @Test(arguments: faults.filter { [.locked, .full, .readOnly].contains($0) })
    func nothingIsForgotten(_ fault: Fault) throws {
        let runs = try Self.runsWithHistory()
        _ = try Self.run(["check", "b.test"], runs, fault).transcript()
        #expect(try runs.check("a.test").errors.isEmpty)
        let history = try runs.run(["history", "--format", "ndjson", "--state", runs.state])
        #expect(history.output.contains("domain:a.test"))
        #expect(!history.output.contains("domain:b.test"))
    }

    private static let result = """
        CRITICAL: 1 domain: 1 misconfigured
        CRITICAL b.test: misconfigured, no such domain (NXDOMAIN)

        """

    /// A state with a run in it.
    private static func runsWithHistory() throws -> CheckRuns {
        let runs = try CheckRuns()
        #expect(try runs.check("a.test").errors.isEmpty)
        // A run may end before it has moved the log into the file.
        let tidy =
            "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('PRAGMA wal_checkpoint(TRUNCATE)').fetchall()"
        #expect(
            try ProgramRun("/usr/bin/python3", ["-c", tidy, runs.state]).transcript().status == 0
        )
        return runs
    }

    private static func bytes(_ path: String) throws -> Data {
        try Data(contentsOf: URL(filePath: path))
    }

    private static func run(
        _ command: [String],
        _ runs: CheckRuns,
        _ fault: Fault
    ) throws -> ProgramRun {
        let isMounted = [.full, .readOnly].contains(fault)
        let state = isMounted ? "/mnt/state.db" : runs.state
        let own = command.first == "check" ? try AbsentDomains.options() : []
        let run = runs.program(command + own + ["--state", state])
        switch fault {
        case .full:
            let fill = "dd if=/dev/zero of=/mnt/fill bs=4k 2>/dev/null || :"
            return OwnNamespace.run(run, after: onDisk(runs, fill))
        case .readOnly:
            return OwnNamespace.run(run, after: onDisk(runs, "mount -o remount,ro /mnt"))
        case .locked:
            var locked = run
            locked.program = "/usr/bin/python3"
            locked.arguments = ["-c", lock, runs.state, run.program] + run.arguments
            return locked
        case .newer, .head, .page, .cut: return run
        }
    }

    /// Shell commands around `"$@"` that give it a small disk with the database; what becomes of it is copied back.
    private static func onDisk(_ runs: CheckRuns, _ spoil: String) -> String {
        """
        mount -t tmpfs -o size=1m,mode=700 none /mnt
        cp -p \(runs.state) /mnt/state.db
        \(spoil)
        status=0
        "$@" || status=$?
        cp /mnt/state.db \(runs.folder.path)/after.db
        exit "$status"
        """
    }

    /// Runs a command while it has the database to itself, in the middle of a change.
    private static let lock = """
        import os, sqlite3, subprocess, sys
        connection = sqlite3.connect(sys.argv[1], isolation_level=None)
        for statement in ("PRAGMA locking_mode=EXCLUSIVE", "BEGIN IMMEDIATE", "CREATE TABLE x (y)"):
            connection.execute(statement)
        status = subprocess.run(sys.argv[2:]).returncode
        # Closing would tidy up, and that is to be seen as nobody else's doing.
        os._exit(status)
        """

    private static func spoil(_ runs: CheckRuns, _ fault: Fault) throws {
        var bytes = Array(try bytes(runs.state))
        switch fault {
        case .locked, .full, .readOnly: return
        case .newer:
            let change =
                "import sqlite3, sys; sqlite3.connect(sys.argv[1], isolation_level=None).execute('PRAGMA user_version = 99')"
            let run = ProgramRun("/usr/bin/python3", ["-c", change, runs.state])
            #expect(try run.transcript().status == 0)
            return
        case .head: bytes.replaceSubrange(0..<16, with: Array("no SQLite format".utf8))
        case .page:
            bytes.replaceSubrange(4_096..<8_192, with: repeatElement(0xff, count: 4_096))
        case .cut: bytes.removeLast(bytes.count / 2)
        }
        try Data(bytes).write(to: URL(filePath: runs.state))
        #expect(chmod(runs.state, 0o600) == 0)
    }
}
