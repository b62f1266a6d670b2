import Foundation
import ProcessTestSupport
import Testing

/// `mxprobe config`: what it prints can be used, and what is wrong is told at once.
@Suite struct ConfigCommandTests {
    @Test func theExampleIsTheOneInTheRepository() throws {
        let transcript = try CommandLineProgram.run(["config", "example"])
        let file = BuiltProgram.packageRoot + "/examples/mxprobe.yaml"
        #expect(transcript.output == (try String(contentsOfFile: file, encoding: .utf8)))
        #expect(transcript.status == 0)
        let check = try CommandLineProgram.run(
            ["config", "check"],
            configuration: transcript.output
        )
        #expect(check.status == 0)
        #expect(check.errors.isEmpty)
        #expect(check.output.hasSuffix("/mxprobe.yaml: no mistakes\n"))
    }

    @Test func everyMistakeIsToldAtOnce() throws {
        let row = CommandRow(
            "two mistakes",
            ["config", "check"],
            78,
            errors: """
                mxprobe: error: /FOLDER/mxprobe.yaml: unknown key 'domain' at line 1, column 1; did you mean 'domains'?
                mxprobe: error: /FOLDER/mxprobe.yaml: 'dns.dnssec' must be true or false, not '3' at line 2, column 15

                """
        )
        try CommandLineProgram.check(row, configuration: "domain: []\ndns: {dnssec: 3}\n")
    }

    @Test func whatIsShownHoldsNoSecretAndCanBeRead() throws {
        let text = """
            webhooks: [{name: ops, format: json, url: "https://h.example/PLANTED", secret_env: HOOK}]
            alert: {after_failures: 5}

            """
        let shown = try CommandLineProgram.run(["config", "show"], configuration: text)
        #expect(shown.status == 0)
        #expect(shown.output.contains("  after_failures: 5\n"))
        #expect(shown.output.contains("    secret_env: \"HOOK\"\n"))
        #expect(!shown.output.contains("PLANTED"))
        let check = try CommandLineProgram.run(["config", "check"], configuration: text)
        #expect(check.errors.contains("holds a secret and can be read by every user"))
        #expect(!check.errors.contains("PLANTED"))
    }

    /// Only where this machine has no configuration of its own.
    @Test(.enabled(if: !FileManager.default.fileExists(atPath: "/etc/mxprobe/mxprobe.yaml")))
    func defaultsAreCalledThat() throws {
        let shown = try CommandLineProgram.run(["config", "show"]) { $0.environment = [:] }
        #expect(shown.output.hasPrefix("# the defaults: there is no file\ndomains: []\n"))
    }
}
