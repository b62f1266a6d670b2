import ProcessTestSupport
import Testing

/// Standard streams that are closed, broken, full or very long.
@Suite struct StreamTests {
    private static let diagnose = ["diagnose", "a.test"] + CommandLineProgram.closedResolver

    /// A reader that has seen enough is no failure, and the verdict's exit code stays.
    @Test func brokenPipe() throws {
        let transcript = try CommandLineProgram.run(Self.diagnose) { $0.output = .brokenPipe }
        #expect(transcript.errors.isEmpty)
        #expect(transcript.status == 3)
    }

    /// An answer that cannot be written is told, and is not taken for one that was given.
    @Test(arguments: [("closed", ProgramRun.Output.closed), ("full", .full)])
    func unwritable(_ row: (about: String, output: ProgramRun.Output)) throws {
        let transcript = try CommandLineProgram.run(Self.diagnose) { $0.output = row.output }
        #expect(transcript.errors == "mxprobe: error: cannot write to standard output\n")
        #expect(transcript.status == 74)
    }

    @Test func noInput() throws {
        let transcript = try CommandLineProgram.run(["diagnose", "-"])
        #expect(transcript.errors == "mxprobe: error: standard input names no domain\n")
        #expect(transcript.status == 64)
    }

    @Test func closedInput() throws {
        let transcript = try CommandLineProgram.run(["diagnose", "-"]) { $0.input = .closed }
        #expect(transcript.errors.hasPrefix("mxprobe: error: cannot read standard input: "))
        #expect(transcript.output.isEmpty)
        #expect(transcript.status == 74)
    }

    /// Blank lines, comments, indentation and the line ends of Windows are taken as people leave them.
    @Test func inputLines() throws {
        let arguments = ["diagnose", "-"] + CommandLineProgram.closedResolver
        let transcript = try CommandLineProgram.run(arguments) {
            $0.input = .text("# ours\n\n  b.test\r\n\ta.test  \nb.test.\n")
        }
        #expect(transcript.output.hasPrefix("b.test  DNS-FAILURE"))
        #expect(transcript.output.contains("\na.test  DNS-FAILURE"))
        #expect(transcript.output.hasSuffix("\n2 domains: 2 dns-failure\n"))
        #expect(transcript.status == 3)
    }

    @Test func inputTooLong() throws {
        let transcript = try CommandLineProgram.run(["diagnose", "-"]) {
            $0.input = .text(String(repeating: "a", count: 17 << 20))
        }
        #expect(transcript.errors == "mxprobe: error: standard input is longer than 16 MiB\n")
        #expect(transcript.status == 64)
    }

    /// Ten thousand names are all answered for, in order, and the run ends when it was told to.
    @Test(arguments: ["between options", "standard input"])
    func tenThousandNames(_ place: String) throws {
        let names = (1...10_000).map { "name\($0).test" }
        let isInput = place == "standard input"
        let given = isInput ? ["-"] : names
        let arguments = ["diagnose", "--timeout", "2"] + given + CommandLineProgram.closedResolver
        let transcript = try CommandLineProgram.run(arguments) {
            if isInput { $0.input = .text(names.joined(separator: "\n")) }
        }
        let told = transcript.output.split(separator: "\n").filter { $0.hasPrefix("name") }
            .map { String($0.prefix { $0 != " " }) }
        #expect(told == names)
        #expect(transcript.output.contains("\n10000 domains: "))
        #expect(transcript.errors.isEmpty)
        #expect(transcript.status == 3)
    }

    /// Names before, between and behind options keep their order, however many they are.
    @Test func namesAmongOptions() throws {
        let names = (1...320).map { "n\($0).test" }
        let arguments =
            ["diagnose"] + names[..<110] + ["--verbose", "--timeout", "20"]
            + names[110..<220] + ["--resolver", "127.0.0.1@1", "--"] + names[220...]
        let transcript = try CommandLineProgram.run(arguments)
        let told = transcript.output.split(separator: "\n").filter { $0.hasPrefix("n") }
            .map { String($0.prefix { $0 != " " }) }
        #expect(told == names)
        #expect(transcript.status == 3)
    }
}
