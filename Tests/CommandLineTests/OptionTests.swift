import ProcessTestSupport
import Testing

/// Options that make no sense get one line, exit code 64 and nothing on standard output.
@Suite struct OptionTests {
    private static func diagnose(_ about: String, _ options: String..., error: String) -> CommandRow
    {
        CommandRow(
            about,
            ["diagnose", "a.test"] + options,
            64,
            errors: "mxprobe: error: \(error)\n"
        )
    }

    private static func unparsed(_ about: String, _ options: String..., error: String) -> CommandRow
    {
        .unparsed(about, ["diagnose", "a.test"] + options, error: error)
    }

    static let rows: [CommandRow] = [
        diagnose("port 0", "--ports", "0", error: "port 0 in --ports is not between 1 and 65535"),
        diagnose(
            "port twice and too high",
            "--ports",
            "25,25,70000",
            error:
                "port 25 is given twice in --ports; port 70000 in --ports is not between 1 and 65535"
        ),
        diagnose("no port", "--ports", "", error: "--ports names no port"),
        diagnose(
            "port by name",
            "--ports",
            "smtp",
            error: "'smtp' in --ports is not a port number"
        ),
        diagnose(
            "port missing between commas",
            "--ports",
            "25,,587",
            error: "a port is missing between commas in --ports"
        ),
        diagnose(
            "timeout of 0",
            "--timeout",
            "0",
            error: "--timeout must be above 0 and at most 86400 seconds"
        ),
        diagnose(
            "negative timeout",
            "--timeout=-1",
            error: "--timeout must be above 0 and at most 86400 seconds"
        ),
        diagnose(
            "timeout that is no number",
            "--timeout",
            "nan",
            error: "--timeout must be above 0 and at most 86400 seconds"
        ),
        diagnose(
            "endless timeout",
            "--timeout",
            "inf",
            error: "--timeout must be above 0 and at most 86400 seconds"
        ),
        diagnose("both families only", "-4", "-6", error: "-4 and -6 exclude each other"),
        diagnose(
            "resolver by name",
            "--resolver",
            "ns.test",
            error: "'ns.test' in --resolver is not an address; write IP or IP@PORT"
        ),
        diagnose(
            "resolver with port 0",
            "--resolver",
            "127.0.0.1@0",
            error: "'127.0.0.1@0' in --resolver is not an address; write IP or IP@PORT"
        ),
        unparsed(
            "timeout in words",
            "--timeout",
            "soon",
            error: "the value 'soon' is invalid for '--timeout <seconds>'"
        ),
        unparsed(
            "unknown option",
            "--colour",
            "never",
            error: "unknown option '--colour'. Did you mean '--color'?"
        ),
        unparsed(
            "unknown format",
            "--format",
            "xml",
            error:
                "the value 'xml' is invalid for '--format <format>'. Please provide one of 'text' and 'json'"
        ),
        unparsed(
            "unknown DNSSEC switch",
            "--dnssec",
            "maybe",
            error:
                "the value 'maybe' is invalid for '--dnssec <on|off>'. Please provide one of 'on' and 'off'"
        ),
        unparsed(
            "option without its value",
            "--resolver",
            error: "missing value for '--resolver <ip[@port]>'"
        ),
        .unparsed(
            "unknown command",
            ["diagnoze", "a.test"],
            error: "there is no command 'diagnoze'"
        ),
        .unparsed(
            "unknown option before the command",
            ["--frobnicate"],
            error: "unknown option '--frobnicate'"
        ),
    ]

    @Test(arguments: rows) func refused(_ row: CommandRow) throws {
        try CommandLineProgram.check(row)
    }

    @Test func version() throws {
        let transcript = try CommandLineProgram.run(["--version"])
        #expect(
            transcript.output.wholeMatch(of: /mxprobe [0-9]+\.[0-9]+\.[0-9]+(-[a-z0-9.]+)?\n/)
                != nil
        )
        #expect(transcript.errors.isEmpty)
        #expect(transcript.status == 0)
    }

    /// Help goes to standard output and tells all exit codes and all options.
    @Test(arguments: [
        (
            ["--help"],
            [
                "USAGE: mxprobe", "64  bad usage", "75  another run", "78  bad configuration",
                "check",
            ]
        ),
        (
            ["help", "diagnose"],
            ["USAGE: mxprobe diagnose", "--ports <ports>", "--timeout <seconds>"]
        ),
        (
            ["diagnose", "--help"],
            ["USAGE: mxprobe diagnose", "-4", "-6", "--resolver <ip[@port]>"]
        ),
        ([], ["USAGE: mxprobe"]),
    ])
    func help(_ row: (arguments: [String], words: [String])) throws {
        let transcript = try CommandLineProgram.run(row.arguments)
        for word in row.words { #expect(transcript.output.contains(word)) }
        #expect(transcript.errors.isEmpty)
        #expect(transcript.status == 0)
    }
}
