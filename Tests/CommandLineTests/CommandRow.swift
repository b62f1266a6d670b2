import ProcessTestSupport
import Testing

/// A command as a person types it, and all that comes of it.
struct CommandRow: Sendable, CustomTestStringConvertible {
    /// What is wrong, or what is asked for.
    let about: String
    /// The arguments after `mxprobe`.
    let arguments: [String]
    /// The exit code.
    let status: Int32
    /// Standard error, whole.
    let errors: String
    /// Standard output, whole.
    let output: String

    init(
        _ about: String,
        _ arguments: [String],
        _ status: Int32,
        errors: String = "",
        output: String = ""
    ) {
        self.about = about
        self.arguments = arguments
        self.status = status
        self.errors = errors
        self.output = output
    }

    /// A row of `mxprobe diagnose NAME` that ends with exit code 64.
    static func name(
        _ about: String,
        _ name: String,
        error: String,
        hint: String? = nil
    )
        -> CommandRow
    {
        let lines = ["mxprobe: error: \(error)\n"] + (hint.map { ["mxprobe: hint: \($0)\n"] } ?? [])
        return CommandRow(about, ["diagnose", "--", name], 64, errors: lines.joined())
    }

    /// A row that ends with exit code 64 and the hint that goes with errors of the argument parser.
    static func unparsed(_ about: String, _ arguments: [String], error: String) -> CommandRow {
        let hint = "mxprobe: hint: 'mxprobe help' lists commands and options\n"
        return CommandRow(about, arguments, 64, errors: "mxprobe: error: \(error)\n" + hint)
    }

    var testDescription: String { about }
}

/// Runs `mxprobe` where it finds no configuration and no resolver, so that nothing leaves the machine.
enum CommandLineProgram {
    /// A port that nothing listens on.
    static let closedResolver = ["--resolver", "127.0.0.1@1"]

    /// What `diagnose` says of a domain when its only resolver is a closed port.
    static func noAnswer(_ domain: String) -> String {
        """
        \(domain)  DNS-FAILURE: no resolver can be asked: the port is closed

          DNS    MX lookup failed: no resolver can be asked (127.0.0.1@1: the port is closed)

          Do     1. Correct the DNS: no resolver can be asked: name one that works in /etc/resolv.conf
                    – --resolver ADDRESS asks another resolver

        """
    }

    /// The run of a command; `configuration` is the text of its file.
    static func run(
        _ arguments: [String],
        configuration: String = "# nothing\n",
        _ change: (inout ProgramRun) -> Void = { _ in }
    ) throws -> Transcript {
        let folder = try TemporaryFolder()
        let file = try folder.write("mxprobe.yaml", configuration)
        var run = ProgramRun(
            BuiltProgram.mxprobe,
            arguments,
            environment: ["MXPROBE_CONFIG": file]
        )
        change(&run)
        var transcript = try run.transcript()
        // The name of the file differs from run to run.
        transcript.errors = transcript.errors.replacing(folder.path, with: "/FOLDER")
        #expect(!transcript.isOverdue)
        return transcript
    }

    /// Runs a row and compares everything.
    static func check(_ row: CommandRow, configuration: String = "# nothing\n") throws {
        let transcript = try run(row.arguments, configuration: configuration)
        #expect(transcript.errors == row.errors)
        #expect(transcript.output == row.output)
        #expect(transcript.status == row.status)
    }
}
