import Foundation
import ProcessTestSupport
import TestSupport
import Testing

/// `check --format nagios` as Nagios reads it: by the grammar of the plugin guidelines, and by the exit status.
@Suite struct NagiosTests {
    /// Domains of `mailworld.py`, and the exit status that they lead to.
    struct Row: CustomTestStringConvertible, Sendable {
        let domains: [String]
        let status: Int32
        /// How many domains are in each state.
        let counts: [String: Double]
        /// What the output must repeat of what a peer said, made harmless.
        let quoted: String
        var testDescription: String { domains.joined(separator: " ") }

        init(
            _ domains: String,
            _ status: Int32,
            _ counts: [String: Double],
            quoted: String = ""
        ) {
            self.domains = domains.split(separator: " ").map(String.init)
            self.status = status
            self.counts = counts
            self.quoted = quoted
        }
    }

    static let rows = [
        Row("ok.test", 0, ["ok": 1]),
        Row("null.test", 1, ["warning": 1]),
        Row("gone.test", 2, ["critical": 1]),
        Row("broken.test", 3, ["unknown": 1]),
        // The worst counts, and critical is worse than unknown.
        Row("ok.test null.test", 1, ["ok": 1, "warning": 1]),
        Row("null.test broken.test", 3, ["warning": 1, "unknown": 1]),
        Row(
            "ok.test null.test broken.test gone.test",
            2,
            ["ok": 1, "warning": 1, "unknown": 1, "critical": 1]
        ),
        // Names and replies with the signs of performance data, of terminals and of shells.
        Row("named.test ok.test", 2, ["ok": 1, "critical": 1]),
        Row(
            "refused.test ok.test",
            2,
            ["ok": 1, "critical": 1],
            quoted: #"554 5.7.1 no / 'ok'=99;1;2;0;9 \x1b[31m\xff"#
        ),
    ]

    private static func options(_ runs: CheckRuns) -> [String] {
        [
            "--format", "nagios", "--resolver", "127.0.0.1", "--dnssec", "off", "--no-postfix",
            "--controls", "never", "--no-trace", "--state", runs.state,
        ]
    }

    @Test(.enabled(if: OwnNamespace.networkObstacle == nil), arguments: rows)
    func theCommandFollowsTheGrammar(_ row: Row) throws {
        let runs = try CheckRuns("dns: {allow_special_purpose: [198.18.0.0/15]}\n")
        let check = runs.program(["check"] + row.domains + Self.options(runs))
        let transcript = try OwnNamespace.inMailWorld(check).transcript()
        #expect(transcript.errors.isEmpty, "\(transcript.errors)")
        let output = try #require(NagiosOutput(transcript.output), "\(transcript.output)")
        #expect(transcript.status == row.status, "\(transcript.output)")
        #expect(output.status == row.status)
        for state in ["ok", "warning", "unknown", "critical"] {
            #expect(output.performance[state] == row.counts[state] ?? 0, "\(state)")
        }
        #expect(output.performance["domains"] == Double(row.domains.count))
        #expect(output.longText.count == row.domains.count - Int(row.counts["ok"] ?? 0))
        #expect(
            row.quoted.isEmpty || transcript.output.contains(row.quoted),
            "\(transcript.output)"
        )
    }

    /// What Nagios shows in one piece, and no more, however many domains there are.
    @Test func manyDomainsFit() throws {
        let runs = try CheckRuns()
        let domains = (0..<150).map { "d\($0).test" }.joined(separator: "\n")
        let file = try runs.folder.write("domains", domains)
        let transcript = try runs.check("--domains-file", file, "--format", "nagios")
        let output = try #require(NagiosOutput(transcript.output))
        #expect(transcript.output.utf8.count <= 4_096)
        #expect(transcript.status == 2)
        #expect(output.performance["critical"] == 150)
        #expect(output.longText.last?.wholeMatch(of: /\.\.\. and [0-9]+ more/) != nil)
    }

    /// The reader of the grammar knows what is wrong.
    @Test(arguments: [
        ("MXPROBE OK - fine|'a'=1\n", true), ("MXPROBE OK - fine|\n", true),
        ("MXPROBE OK - fine|a=1;2;3;0;4 'b c'=U\n", true),
        ("MXPROBE OK - fine|'it''s'=1.5ms;~:4;@1:2;0;9\n", true),
        ("MXPROBE OK - fine|'a'=1\nlong\ntext\n", true),
        // No line break, no performance data, no state, one that there is not.
        ("MXPROBE OK - fine|'a'=1", false), ("MXPROBE OK - fine\n", false),
        ("MXPROBE - fine|'a'=1\n", false), ("MXPROBE FINE - fine|'a'=1\n", false),
        // Performance data twice, or within the long text.
        ("MXPROBE OK - fine|'a'=1|'b'=1\n", false), ("MXPROBE OK - fine|'a'=1\n|'b'=1\n", false),
        // Labels, values, units and limits that are none.
        ("MXPROBE OK - fine|a b=1\n", false), ("MXPROBE OK - fine|'a=b'=1\n", false),
        ("MXPROBE OK - fine|'a'=x\n", false), ("MXPROBE OK - fine|'a'=1min\n", false),
        ("MXPROBE OK - fine|'a'=1;1:2:3\n", false), ("MXPROBE OK - fine|'a'=1;;;~;2\n", false),
        ("MXPROBE OK - fine|'a'=1;1;1;1;1;1\n", false),
        ("MXPROBE OK - fine|'a'=1 'a'=2\n", false), ("MXPROBE OK - fine|'a'=1 \n", false),
        ("MXPROBE OK - \u{1b}[31m|'a'=1\n", false),
    ])
    func theGrammarIsStrict(text: String, isRight: Bool) {
        #expect((NagiosOutput(text) != nil) == isRight)
    }
}
