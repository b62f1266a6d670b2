import Foundation
import ProcessTestSupport
import Testing

/// `transport revert` on a Postfix of the test's own that does not run.
@Suite(
    .enabled(
        if: FileManager.default.isExecutableFile(atPath: "/usr/sbin/postmap") && getuid() == 0,
        "SKIPPED: Postfix is not installed, or this is not root"
    )
)
struct RevertTests {
    /// Two diverted entries, as `transport apply` leaves them.
    static let diverted = [
        """
        # mxprobe/1 diverted key="domain1.test" sum="3ab077c4bafdcb8a" old="domain1.test smtp:a"
        domain1.test smtp:a:2525

        """,
        """
        # mxprobe/1 diverted key="domain2.test" sum="9f50f7449206bfb7" old="domain2.test smtp:a"
        domain2.test smtp:a:2525

        """,
    ]

    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(
            "main.cf",
            """
            compatibility_level = 3.6
            myhostname = mx.test
            queue_directory = \(folder.path)
            transport_maps = hash:\(folder.path)/m1 hash:\(folder.path)/m2

            """
        )
        try folder.write("master.cf", "smtp unix - - y - - smtp\n")
        for (name, text) in zip(["m1", "m2"], Self.diverted) {
            try folder.write(name, text)
            try index(name)
        }
    }

    private func index(_ name: String) throws {
        let run = ProgramRun(
            "/usr/sbin/postmap",
            ["-c", folder.path, "hash:\(folder.path)/\(name)"]
        )
        #expect(try run.transcript().status == 0)
    }

    private func text(_ name: String) throws -> String {
        try String(contentsOfFile: "\(folder.path)/\(name)", encoding: .utf8)
    }

    private func mxprobe(_ arguments: String...) throws -> Transcript {
        try CommandLineProgram.run(["transport"] + arguments + ["-C", folder.path])
    }

    @Test func everyDivertedEntryComesBack() throws {
        let run = try mxprobe("revert", "--all", "--yes", "--no-flush")
        #expect(run.status == 0, "\(run.errors)")
        #expect(try text("m1") == "domain1.test smtp:a\n")
        #expect(try text("m2") == "domain2.test smtp:a\n")
        #expect(run.output.contains("changed \(folder.path)/m1\nchanged \(folder.path)/m2\n"))
    }

    @Test func aFailureAtTheSecondTableLeavesTheFirstFinished() throws {
        link("\(folder.path)/m2", "\(folder.path)/m3")
        let run = try mxprobe("revert", "--all", "--yes", "--no-flush")
        #expect(run.status == 74)
        #expect(try text("m1") == "domain1.test smtp:a\n")
        #expect(try text("m2") == Self.diverted[1])
        let lines = run.errors.split(separator: "\n").map(String.init)
        #expect(
            lines == [
                "mxprobe: note: changed \(folder.path)/m1",
                "mxprobe: note: Postfix does not run; it will see the change when it starts",
                "mxprobe: error: the file has more than one name: \(folder.path)/m2: 2 names",
                "mxprobe: hint: remove the other hard links to it",
            ]
        )
    }

    @Test func whatOthersHaveNotBroughtIntoUseIsNotPublished() throws {
        let edited = Self.diverted[0] + "other.test smtp:[new]\n"
        try folder.write("m1", edited)
        let refused = try mxprobe("revert", "domain1.test", "--yes", "--no-flush")
        #expect(refused.status == 74)
        #expect(refused.output.isEmpty)
        #expect(
            refused.errors == """
                mxprobe: error: \(folder.path)/m1 was edited without running postmap, and the change would bring \
                1 entry into use beside: line 3 says other.test smtp:[new], and the index has no such entry
                mxprobe: hint: run 'postmap hash:\(folder.path)/m1' if that is meant, or give --publish-pending

                """
        )
        #expect(try text("m1") == edited)
        let run = try mxprobe(
            "revert",
            "domain1.test",
            "--yes",
            "--no-flush",
            "--publish-pending"
        )
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("line 3 says other.test smtp:[new]"))
        #expect(try text("m1") == "domain1.test smtp:a\nother.test smtp:[new]\n")
    }

    @Test func anEntryChangedByHandIsLeftAloneUntilItIsForgotten() throws {
        let changed = Self.diverted[0].replacing("smtp:a:2525\n", with: "smtp:mine\n")
        try folder.write("m1", changed)
        let pending = try mxprobe("revert", "--forget", "domain1.test", "--yes")
        #expect(pending.status == 74)
        #expect(pending.output.contains("without running postmap"), "\(pending.output)")
        try index("m1")
        let refused = try mxprobe("revert", "domain1.test", "--yes")
        #expect(refused.status == 74)
        let words = refused.output.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
        #expect(words.contains("before the diversion there was: domain1.test smtp:a"))
        #expect(words.contains("now line 2 says: domain1.test smtp:mine"))
        #expect(words.contains("'mxprobe transport revert --forget domain1.test'"))
        #expect(try text("m1") == changed)
        let run = try mxprobe("revert", "--forget", "domain1.test", "--yes")
        #expect(run.status == 0, "\(run.errors)")
        #expect(try text("m1") == "domain1.test smtp:mine\n")
        let all = try mxprobe("revert", "--forget", "--all", "--yes")
        #expect(all.status == 64)
        #expect(all.errors == "mxprobe: error: --forget is for domains that are named\n")
    }
}
