import Foundation
import Glibc
import ProcessTestSupport
import Testing

/// `check` as domains come: NDJSON the moment it is known, and runs that go on where another was interrupted.
@Suite struct StreamedCheckTests {
    private let names = (1...40).map { "name\($0).test" }

    private func domains(_ text: String) throws -> [String] {
        try text.split(separator: "\n").map { line in
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
            return try #require((object as? [String: Any])?["domain"] as? String)
        }
    }

    private func text(_ file: String) throws -> String {
        try String(contentsOfFile: file, encoding: .utf8)
    }

    @Test func aFileIsReadLineByLine() throws {
        let runs = try CheckRuns()
        let listed = names.joined(separator: "\n") + "\n# remark\n\n  name1.test \r\nlast.test"
        let file = try runs.folder.write("domains", listed)
        let transcript = try runs.check("--domains-file", file, "--format", "ndjson")
        #expect(try domains(transcript.output).sorted() == (names + ["last.test"]).sorted())
        #expect(transcript.errors.isEmpty)
        #expect(transcript.status == 2)
        let ordered = try runs.check("--domains-file", file, "--format", "ndjson", "--ordered")
        #expect(try domains(ordered.output) == names + ["last.test"])
    }

    @Test func aLineThatIsNoDomainIsLeftOutAndTold() throws {
        let runs = try CheckRuns()
        let long = String(repeating: "x", count: 100_000)
        let file = try runs.folder.write("domains", "a..test\n\(long)\nb.test\n")
        let transcript = try runs.check("--domains-file", file, "--format", "ndjson")
        #expect(try domains(transcript.output) == ["b.test"])
        let told = transcript.errors.split(separator: "\n").map(String.init)
        #expect(told.count == 2)
        #expect(told.first?.hasPrefix("mxprobe: warning: line 1 of \(file) is left out: ") == true)
        #expect(told.last?.hasPrefix("mxprobe: warning: line 2 of \(file) is left out: ") == true)
        let empty = try runs.folder.write("none", "# nobody\n")
        let nothing = try runs.check("--domains-file", empty, "--format", "ndjson")
        #expect(nothing.errors == "mxprobe: error: \(empty) names no domain\n")
        #expect(nothing.status == 64)
    }

    /// Only names that cannot be looked up: nothing was found out, which is not well.
    @Test func onlyMistakesAreUnknown() throws {
        let runs = try CheckRuns()
        let file = try runs.folder.write("domains", "a..test\n")
        let transcript = try runs.check("--domains-file", file, "--format", "ndjson")
        #expect(transcript.output.isEmpty)
        #expect(transcript.status == 3)
    }

    @Test func aRunGoesOnWhereAnotherWasInterrupted() throws {
        let runs = try CheckRuns()
        let file = try runs.folder.write("domains", names.joined(separator: "\n") + "\n")
        let results = runs.folder.path + "/results"
        let whole = try runs.check("--domains-file", file, "--resume", results)
        #expect(whole.output.isEmpty)
        #expect(whole.status == 2)
        let lines = try text(results).split(separator: "\n").map { $0 + "\n" }
        #expect(lines.count == names.count)
        // Killed in the middle of a line.
        let kept = lines.prefix(25).joined()
        _ = try runs.folder.write("results", kept + lines[25].prefix(70))
        let rest = try runs.check("--domains-file", file, "--resume", results)
        let now = try text(results)
        #expect(now.hasPrefix(kept), "what was there stays as it was")
        #expect(
            try domains(now).sorted() == names.sorted(),
            "nothing is asked twice, or not at all"
        )
        #expect(rest.status == 2)
        let again = try runs.check("--domains-file", file, "--resume", results)
        #expect(try text(results) == now)
        #expect(again.status == 2, "what the earlier runs found still counts")
    }

    /// A run that may open few files is slower, says so once, and fails nowhere.
    @Test func fewDescriptorsSlowTheRunDown() throws {
        let runs = try CheckRuns()
        let many = (1...300).map { "name\($0).test" }
        let file = try runs.folder.write("domains", many.joined(separator: "\n") + "\n")
        var options = [
            "--nofile=64:64", BuiltProgram.mxprobe, "check", "--domains-file", file, "--format",
            "ndjson", "--state", runs.state,
        ]
        options += try AbsentDomains.options()
        let transcript = try ProgramRun("/usr/bin/prlimit", options).transcript()
        let lines = transcript.output.split(separator: "\n")
        #expect(lines.count == many.count)
        #expect(lines.allSatisfy { $0.contains(#""verdict":"misconfigured""#) })
        #expect(
            transcript.errors == """
                mxprobe: warning: this process may open only 64 files (ulimit -n), so at most 5 sessions run at a time; \
                500 are configured

                """
        )
        #expect(transcript.status == 2)
    }

    /// A domain that was cut short is not done.
    @Test func whatATimeLimitCutsShortIsAskedAgain() throws {
        let runs = try CheckRuns()
        let resolver = try SilentResolver()
        let results = runs.folder.path + "/results"
        let cut = try runs.run([
            "check", "a.test", "--resume", results, "--timeout", "0.3", "--no-postfix",
            "--dnssec", "off", "--resolver", "127.0.0.1@\(resolver.port)", "--state", runs.state,
        ])
        #expect(cut.status == 3)
        #expect(try text(results).isEmpty)
        #expect(
            cut.errors
                == "mxprobe: warning: the run was ended after 0 domains; the same command goes on with the rest\n"
        )
        let rest = try runs.check("a.test", "--resume", results)
        #expect(try domains(text(results)) == ["a.test"])
        #expect(rest.status == 2)
    }

    @Test(arguments: [
        "precious\n", #"{"domain":"a.test"}"# + "\n",
        #"{"domain":"a.test","verdict":"healthy""# + "\n",
        "x", "\n",
    ])
    func aFileOfSomethingElseIsLeftAsItIs(_ content: String) throws {
        let runs = try CheckRuns()
        let file = try runs.folder.write("results", content)
        let transcript = try runs.check("a.test", "--resume", file)
        #expect(
            transcript.errors
                == "mxprobe: error: line 1 of \(file) is no result of check --format ndjson; it is left as it is\n"
        )
        #expect(transcript.status == 74)
        #expect(try text(file) == content)
    }

    @Test func oneRunAtATimeWritesAFile() throws {
        let runs = try CheckRuns()
        let file = try runs.folder.write("results", "")
        let descriptor = open(file, O_RDWR)
        defer { close(descriptor) }
        #expect(flock(descriptor, LOCK_EX) == 0)
        let transcript = try runs.check("a.test", "--resume", file)
        #expect(transcript.errors == "mxprobe: error: another run is at work on \(file)\n")
        #expect(transcript.status == 75)
    }

    /// Whether a name comes into a file, for which there is a minute.
    private func awaits(_ name: String, in file: String) -> Bool {
        for _ in 0..<3_000 {
            if ((try? text(file)) ?? "").contains(name) { return true }
            usleep(20_000)
        }
        return false
    }

    /// The results are there while the list is still being written.
    @Test func aResultDoesNotWaitForTheNextName() throws {
        let runs = try CheckRuns()
        let results = runs.folder.path + "/results"
        let fifo = runs.folder.path + "/names"
        #expect(mkfifo(fifo, 0o600) == 0)
        // Both ways, so that the program's end of the pipe is no end of file before we say so.
        let pipe = open(fifo, O_RDWR)
        var options = try AbsentDomains.options()
        options += ["--domains-file", fifo, "--resume", results, "--state", runs.state]
        let program = try RunningProgram(runs.program(["check"] + options))
        for name in ["a.test", "b.test"] {
            let line = Array((name + "\n").utf8)
            #expect(write(pipe, line, line.count) == line.count)
            #expect(awaits(name, in: results))
        }
        close(pipe)
        #expect(try program.wait().status == 2)
    }
}
