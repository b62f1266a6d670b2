import Foundation
import Glibc
import ProcessTestSupport
import Testing

/// `mxprobe check`: what it prints, remembers and refuses.
@Suite struct CheckCommandTests {
    static let rows: [CommandRow] = [
        CommandRow(
            "no domain anywhere",
            ["check", "--no-postfix", "--state", "/dev/null/none"],
            64,
            errors: """
                mxprobe: error: no domain is named
                mxprobe: hint: name some, or give --domains-file FILE or --postfix, or list 'domains' in the configuration

                """
        ),
        CommandRow(
            "Postfix wanted and ignored",
            ["check", "--postfix", "--no-postfix"],
            64,
            errors: "mxprobe: error: --postfix and --no-postfix exclude each other\n"
        ),
        CommandRow(
            "a file of domains that is not there",
            ["check", "--no-postfix", "--domains-file", "/nowhere/domains"],
            74,
            errors: "mxprobe: error: cannot read /nowhere/domains: No such file or directory\n"
        ),
        CommandRow(
            "an order of what is in order",
            ["check", "a.test", "--ordered", "--no-postfix"],
            64,
            errors:
                "mxprobe: error: --ordered needs --format ndjson; other formats are in order anyway\n"
        ),
        CommandRow(
            "two places for the results",
            ["check", "a.test", "--resume", "/dev/null", "--output", "x", "--no-postfix"],
            64,
            errors:
                "mxprobe: error: --resume writes ndjson to its own file: leave out --format and --output\n"
        ),
        .unparsed(
            "unknown format",
            ["check", "a.test", "--format", "xml"],
            error:
                "the value 'xml' is invalid for '--format <format>'. Please provide one of 'text', 'json', 'ndjson', 'nagios' or 'prometheus'"
        ),
        CommandRow(
            "a part that there is not",
            ["check", "a.test", "--shard", "9/8"],
            64,
            errors:
                "mxprobe: error: '9/8' in --shard is no part of a whole; write it like 1/8 to 8/8\n"
        ),
        CommandRow(
            "history of something that is no domain",
            ["history", "a..test"],
            64,
            errors:
                "mxprobe: error: 'a..test' is not a domain name: the name has an empty label (two dots in a row)\n"
        ),
        CommandRow(
            "history since no time",
            ["history", "--since", "yesterday"],
            64,
            errors:
                "mxprobe: error: 'yesterday' in --since is not a duration; write it like 30s, 5m, 2h or 90d\n"
        ),
        CommandRow(
            "a test of a webhook that there is not",
            ["webhook", "test", "ops"],
            64,
            errors: """
                mxprobe: error: the configuration has no webhook 'ops'
                mxprobe: hint: it has none at all

                """
        ),
    ]

    @Test(arguments: rows) func refused(_ row: CommandRow) throws {
        try CommandLineProgram.check(row)
    }

    @Test(arguments: [["webhook", "queue"], ["webhook", "flush"], ["history"]])
    func whatNobodyHasBegunIsNotMade(_ command: [String]) throws {
        let runs = try CheckRuns()
        let transcript = try runs.run(command + ["--state", runs.state])
        #expect(
            transcript.errors
                == "mxprobe: error: there is no state yet at \(runs.state); mxprobe check makes it\n"
        )
        #expect(transcript.status == 74)
        #expect(access(runs.state, F_OK) != 0)
    }

    @Test func everySourceOfDomainsCounts() throws {
        let runs = try CheckRuns("domains: [configured.test]\n")
        let configured = try runs.check()
        #expect(
            configured.output == """
                CRITICAL: 1 domain: 1 misconfigured
                CRITICAL configured.test: misconfigured, no such domain (NXDOMAIN)

                """
        )
        #expect(configured.errors.isEmpty)
        #expect(configured.status == 2)
        let file = try runs.folder.write(
            "domains",
            "# comment\none.test\n\n  two.test \none.test\n"
        )
        let listed = try runs.check("named.test", "--domains-file", file)
        #expect(listed.output.hasPrefix("CRITICAL: 3 domains: 3 misconfigured\n"))
        #expect(!listed.output.contains("configured.test"))
    }

    /// The jobs of an array, each with a part of one list, and one of them with none.
    @Test func partsAreTheWhole() throws {
        let runs = try CheckRuns()
        let names = ["a.test", "b.test", "c.test", "d.test"]
        let parts = try (1...8).map { part in
            try runs.run(
                ["check", "--shard", "\(part)/8", "--format", "ndjson", "--state", runs.state]
                    + names + AbsentDomains.options()
            )
        }
        let seen = try parts.flatMap { part in
            try part.output.split(separator: "\n").map { line in
                let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
                return try #require((object as? [String: Any])?["domain"] as? String)
            }
        }
        #expect(seen.sorted() == names)
        #expect(parts.allSatisfy { $0.status == ($0.output.isEmpty ? 0 : 2) })
        #expect(parts.contains { $0.output.isEmpty })
    }

    @Test func nagiosTellsTheStateAndPerformanceData() throws {
        let transcript = try CheckRuns().check("a.test", "--format", "nagios")
        let first = transcript.output.prefix { $0 != "\n" }
        #expect(first.hasPrefix("MXPROBE CRITICAL - 1 domain: 1 misconfigured; a.test: "))
        #expect(first.contains("|'domains'=1;;;0 'ok'=0;;;0;1"))
        #expect(transcript.status == 2)
    }

    @Test func theMachineFormatsAreWhole() throws {
        let runs = try CheckRuns()
        let json = try runs.check("a.test", "b.test", "--format", "json")
        let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8))
        #expect((object as? [String: Any])?["severity"] as? String == "critical")
        let lines = try runs.check("a.test", "b.test", "--format", "ndjson").output
            .split(separator: "\n")
        let domains = try lines.map { line in
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
            return (object as? [String: Any])?["domain"] as? String
        }
        #expect(domains.compactMap(\.self).sorted() == ["a.test", "b.test"])
    }

    /// node_exporter reads it as another user, while it is written.
    @Test func theTextfileIsReplacedAsAWhole() throws {
        let runs = try CheckRuns()
        let file = try runs.folder.write("mxprobe.prom", "old\n")
        #expect(chmod(file, 0o600) == 0)
        let transcript = try runs.check("a.test", "--format", "prometheus", "--output", file)
        #expect(transcript.output.isEmpty)
        #expect(transcript.errors.isEmpty)
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(text.contains("\nmxprobe_domain_up{domain=\"a.test\"} 0\n"))
        #expect(text.contains("\nmxprobe_last_run_timestamp_seconds "))
        var status = stat()
        #expect(stat(file, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o644)
        let names = try FileManager.default.contentsOfDirectory(atPath: runs.folder.path)
        #expect(names.filter { $0.contains("prom") } == ["mxprobe.prom"])
    }

    @Test func aPlaceThatCannotBeWrittenIsTold() throws {
        let transcript = try CheckRuns().check("a.test", "--output", "/nowhere/file")
        #expect(
            transcript.errors
                == "mxprobe: error: cannot write /nowhere/file: No such file or directory\n"
        )
        #expect(transcript.status == 74)
    }

    /// Quiet is silent only where all is well.
    @Test func quietStillTellsWhatIsWrong() throws {
        let transcript = try CheckRuns().check("a.test", "--quiet")
        #expect(transcript.output.hasPrefix("CRITICAL: 1 domain"))
    }

    @Test func whatChangedIsInTheHistory() throws {
        let runs = try CheckRuns()
        for _ in 0..<2 { _ = try runs.check("a.test", "b.test") }
        let changes = try runs.run(["history", "a.test", "--state", runs.state])
        let line =
            /[-0-9]{10}T[:0-9]{8}Z  CRITICAL  a\.test  misconfigured  no such domain \(NXDOMAIN\)\n/
        #expect(changes.output.wholeMatch(of: line) != nil)
        #expect(changes.status == 0)
        let all = try runs.run(["history", "--all", "--format", "ndjson", "--state", runs.state])
        #expect(all.output.split(separator: "\n").count == 4)
        let json = try runs.run(["history", "--format", "json", "--state", runs.state])
        let rows =
            try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]]
        #expect(rows?.map { $0["subject"] as? String } == ["domain:a.test", "domain:b.test"])
        let none = try runs.run(["history", "c.test", "--state", runs.state])
        #expect(none.output == "nothing changed in that time\n")
    }

    /// Without `--no-alerts` the second of these runs would be the one that makes an alert.
    @Test func aRunThatTellsNobodyDoesNotCount() throws {
        let runs = try CheckRuns(
            "webhooks: [{name: ops, format: json, url: \"http://127.0.0.1:1/\"}]\n"
        )
        for _ in 0..<3 { #expect(try runs.check("a.test", "--no-alerts").errors.isEmpty) }
        #expect(try runs.check("a.test").errors.isEmpty)
        let queue = try runs.run(["webhook", "queue", "--state", runs.state])
        #expect(queue.output.contains("ops      0        0          0       0     in use\n"))
    }

    @Test func anotherRunIsNotDisturbed() throws {
        let runs = try CheckRuns()
        let resolver = try SilentResolver()
        let arguments = [
            "check", "a.test", "--resolver", "127.0.0.1@\(resolver.port)", "--no-postfix",
            "--state", runs.state,
        ]
        let first = try RunningProgram(runs.program(arguments))
        resolver.waitForQuery()
        let second = try runs.check("a.test")
        #expect(second.status == 75)
        #expect(second.output.isEmpty)
        #expect(
            second.errors.contains(
                /^mxprobe: error: another run is at work on this state \(process [0-9]+, since .*Z\)\n$/
            )
        )
        first.send(SIGTERM)
        let ended = try first.wait()
        #expect(ended.status == 3)
        #expect(ended.output.hasPrefix("UNKNOWN: 1 domain: 1 inconclusive\n"))
        #expect(try runs.check("a.test").status == 2)
    }

    /// A file that is no state, one that may not be written, a place that is none.
    @Test(arguments: ["corrupt", "directory", "nowhere"])
    func withoutStateItStillReports(_ fault: String) throws {
        let runs = try CheckRuns()
        var state = runs.folder.path + "/broken"
        let garbage = String(repeating: "this is no database. ", count: 100)
        switch fault {
        case "corrupt": try runs.folder.write("broken", garbage)
        case "directory": state = runs.folder.path
        default: state = "/nowhere/at/all/state.db"
        }
        let transcript = try runs.run(
            ["check", "a.test"] + AbsentDomains.options() + ["--state", state]
        )
        #expect(transcript.output.hasPrefix("CRITICAL: 1 domain: 1 misconfigured\n"))
        #expect(
            transcript.errors.hasPrefix(
                "mxprobe: warning: this run is not remembered as a whole, and may tell nobody: "
            )
        )
        #expect(transcript.status == 2)
        if fault == "corrupt" {
            #expect(try String(contentsOfFile: state, encoding: .utf8) == garbage)
        }
    }
}
