import ProcessTestSupport
import Testing

/// A configuration with mistakes in it, and all that `diagnose` says of it.
struct ConfigurationRow: Sendable, CustomTestStringConvertible {
    let about: String
    let text: String
    let errors: [String]

    init(_ about: String, _ text: String, _ errors: String...) {
        self.about = about
        self.text = text
        self.errors = errors
    }

    var testDescription: String { about }
}

/// A configuration that cannot be used ends with exit code 78 and a line for each mistake.
@Suite struct ConfigurationTests {
    static let rows = [
        ConfigurationRow(
            "unknown section",
            "prob:\n  ehlo_name: x.test\n",
            "unknown key 'prob' at line 1, column 1; did you mean 'probe'?"
        ),
        ConfigurationRow(
            "unknown key",
            "# DNS\ndns:\n  resolver: [127.0.0.1]\n",
            "unknown key 'dns.resolver' at line 3, column 3; did you mean 'resolvers'?"
        ),
        ConfigurationRow(
            "unlike any key",
            "dns:\n  zzz: 1\n",
            "unknown key 'dns.zzz' at line 2, column 3; the keys here are resolvers, dnssec, trust_anchor, allow_special_purpose"
        ),
        ConfigurationRow(
            "wrong types",
            "probe:\n  connect_timeout: [1]\nports:\n  alternates: many\ndns:\n  dnssec: 3\n",
            "'probe.connect_timeout' must be text, not a list at line 2, column 20",
            "'ports.alternates' must be a list, not text at line 4, column 15; write it in brackets",
            "'dns.dnssec' must be true or false, not '3' at line 6, column 11"
        ),
        ConfigurationRow(
            "impossible values",
            "probe: {connect_timeout: -3s, concurrency: 0}\n",
            "'probe.connect_timeout' must be a duration, not '-3s' at line 1, column 26; write it like 250ms, 30s, 5m, 2h or 90d",
            "'probe.concurrency' must be from 1 to 10000, not '0' at line 1, column 44"
        ),
        ConfigurationRow(
            "not YAML",
            "ports:\n  alternates: [25\ndns: {}\n",
            "not valid YAML: did not find expected ',' or ']' while parsing a flow sequence at line 3, column 4"
        ),
    ]

    @Test(arguments: rows) func invalid(_ row: ConfigurationRow) throws {
        let lines = row.errors.map { "mxprobe: error: /FOLDER/mxprobe.yaml: \($0)\n" }
        let command = CommandRow(row.about, ["diagnose", "a.test"], 78, errors: lines.joined())
        try CommandLineProgram.check(command, configuration: row.text)
    }

    /// A file that was asked for and cannot be read is no reason to go on without it.
    @Test(arguments: [
        CommandRow(
            "missing file",
            ["--config", "/nonexistent/x.yaml"],
            78,
            errors: "cannot read /nonexistent/x.yaml: no such file"
        ),
        CommandRow(
            "folder",
            ["--config", "/usr"],
            78,
            errors: "cannot read /usr: it is a directory"
        ),
        CommandRow(
            "device",
            ["--config", "/dev/null"],
            78,
            errors: "cannot read /dev/null: it is not a regular file"
        ),
    ])
    func unreadable(_ row: CommandRow) throws {
        let transcript = try CommandLineProgram.run(["diagnose", "a.test"] + row.arguments)
        #expect(transcript.errors == "mxprobe: error: \(row.errors)\n")
        #expect(transcript.output.isEmpty)
        #expect(transcript.status == row.status)
    }

    /// Root may read everything, so permission is only denied to others: /proc/1/mem is closed to most, and no file either.
    @Test func forbidden() throws {
        let transcript = try CommandLineProgram.run([
            "diagnose", "a.test", "--config", "/proc/self/mem",
        ])
        #expect(transcript.errors.hasPrefix("mxprobe: error: cannot read /proc/self/mem: "))
        #expect(transcript.errors.filter { $0 == "\n" }.count == 1)
        #expect(transcript.output.isEmpty)
        #expect(transcript.status == 78)
    }
}
