import Foundation
import Glibc
import ProcessTestSupport
import Testing

/// The files of `examples/health-checks`, judged by the programs that they are for.
@Suite struct HealthCheckExampleTests {
    private static let folder = BuiltProgram.packageRoot + "/examples/health-checks"

    private static func isThere(_ program: String) -> Bool { access(program, X_OK) == 0 }

    private func text(_ name: String) throws -> String {
        try String(contentsOfFile: "\(Self.folder)/\(name)", encoding: .utf8)
    }

    @Test(.enabled(if: isThere("/usr/bin/systemd-analyze"), "systemd-analyze is not installed"))
    func systemdTakesTheUnits() throws {
        let folder = try TemporaryFolder()
        // It wants to see the program.
        let unit = try text("mxprobe.service")
            .replacing("/usr/local/bin/mxprobe", with: BuiltProgram.mxprobe)
        let files = [
            try folder.write("mxprobe.service", unit),
            try folder.write("mxprobe.timer", text("mxprobe.timer")),
        ]
        let verified = try ProgramRun("/usr/bin/systemd-analyze", ["verify"] + files).transcript()
        #expect(verified.errors.isEmpty, "\(verified.errors)")
        #expect(verified.status == 0)
        let options = ["security", "--offline=true", "--threshold=20", files[0]]
        let secure = try ProgramRun("/usr/bin/systemd-analyze", options).transcript()
        #expect(secure.status == 0, "\(secure.output)\(secure.errors)")
    }

    @Test(.enabled(if: isThere("/usr/bin/promtool"), "promtool is not installed"))
    func prometheusTakesTheRulesAndTheMetrics() throws {
        let rules = "\(Self.folder)/mxprobe.rules.yml"
        for arguments in [
            ["check", "rules", rules], ["test", "rules", "\(Self.folder)/mxprobe.rules.test.yml"],
        ] {
            let transcript = try ProgramRun("/usr/bin/promtool", arguments).transcript()
            #expect(transcript.status == 0, "\(transcript.output)\(transcript.errors)")
        }
        let metrics = try CheckRuns().check("a.test", "--format", "prometheus")
        var lint = ProgramRun("/usr/bin/promtool", ["check", "metrics"])
        lint.input = .text(metrics.output)
        let transcript = try lint.transcript()
        #expect(transcript.status == 0, "\(transcript.output)\(transcript.errors)")
    }

    /// The lines of cron and Nagios run as those programs run them: by a shell.
    @Test(arguments: ["mxprobe.cron", "node-exporter.cron", "nagios.cfg"])
    func theCommandsRun(_ name: String) throws {
        let runs = try CheckRuns("domains: [a.test]\n")
        let line = try #require(
            try text(name).split(separator: "\n").last {
                $0.contains(" check ") && $0.contains("/usr/local")
            }
        )
        let start = try #require(line.range(of: "/usr/local/bin/mxprobe"))
        let command = line[start.lowerBound...]
            .replacing("/usr/local/bin/mxprobe", with: BuiltProgram.mxprobe)
            .replacing("/var/lib/nagios/mxprobe", with: runs.folder.path)
            .replacing("/var/lib/prometheus/node-exporter", with: runs.folder.path)
            .replacing("$ARG1$", with: "a.test b.test")
        let own = command.contains("--state") ? "" : " --state \(runs.state)"
        var run = runs.program([])
        run.program = "/bin/sh"
        run.arguments = [
            "-c", command + own + " " + (try AbsentDomains.options()).joined(separator: " "),
        ]
        let transcript = try run.transcript()
        #expect(transcript.errors.isEmpty)
        #expect(transcript.status == 2)
        switch name {
        case "mxprobe.cron": #expect(transcript.output.hasPrefix("CRITICAL: 1 domain"))
        case "nagios.cfg": #expect(transcript.output.hasPrefix("MXPROBE CRITICAL - 2 domains"))
        default: #expect(access(runs.folder.path + "/mxprobe.prom", R_OK) == 0)
        }
    }
}
