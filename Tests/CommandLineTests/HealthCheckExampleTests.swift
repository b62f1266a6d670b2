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

    /// The drop-in for the repair gives the check the map's directory, and none of root's capabilities.
    @Test(.enabled(if: isThere("/usr/bin/systemd-analyze"), "systemd-analyze is not installed"))
    func systemdTakesTheDropIn() throws {
        let folder = NSTemporaryDirectory() + "mxprobe-units-\(UUID().uuidString)"
        let place = folder + "/mxprobe.service.d"
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let unit = folder + "/mxprobe.service"
        try text("mxprobe.service")
            .replacing("/usr/local/bin/mxprobe", with: BuiltProgram.mxprobe)
            .write(toFile: unit, atomically: false, encoding: .utf8)
        let dropIn = try text("repair.conf")
        func analyze(_ text: String, _ arguments: [String]) throws -> Transcript {
            try text.write(toFile: place + "/repair.conf", atomically: false, encoding: .utf8)
            return try ProgramRun("/usr/bin/systemd-analyze", arguments + [unit]).transcript()
        }
        let verified = try analyze(dropIn, ["verify"])
        #expect(verified.status == 0)
        #expect(verified.errors.isEmpty, "\(verified.errors)")
        let mistaken = try analyze(dropIn + "ReadWritePath=/etc\n", ["verify"])
        #expect(mistaken.errors.contains("ReadWritePath"), "the drop-in is not read")
        let secure = try analyze(dropIn, ["security", "--offline=true", "--threshold=25"])
        #expect(secure.status == 0, "\(secure.output)\(secure.errors)")
        #expect(secure.output.contains("Service runs as root user"))
        // Most of what the unit forbids is still forbidden.
        for word in [
            "✓ CapabilityBoundingSet=~CAP_SYS_ADMIN", "✓ ProtectSystem=", "✓ NoNewPrivileges=",
        ] { #expect(secure.output.contains(word), "\(word)") }
    }

    /// What the drop-in leaves is enough to change a map: root without capabilities, and one directory to write to.
    @Test(
        .enabled(if: OwnNamespace.mountObstacle == nil),
        .enabled(if: isThere("/usr/sbin/postmap"), "SKIPPED: there is no Postfix"),
        .enabled(if: isThere("/usr/bin/setpriv"), "SKIPPED: there is no setpriv")
    )
    func theDropInIsEnough() throws {
        let change = ["apply", "texthash:/mnt/transport", "divert=a.test,smtp:[b.test]:2525"]
        let script = """
            mount -t tmpfs -o mode=755 none /mnt
            echo 'a.test smtp:[b.test]' >/mnt/transport
            mount -o remount,bind,ro /
            status=0
            setpriv --bounding-set=-all --inh-caps=-all --no-new-privs "$@" || status=$?
            cat /mnt/transport
            exit "$status"
            """
        let run = ProgramRun(BuiltProgram.mapTransaction, change)
        let transcript = try OwnNamespace.run(run, after: script).transcript()
        #expect(transcript.status == 0, "\(transcript.errors)")
        #expect(
            transcript.output.hasSuffix("\na.test smtp:[b.test]:2525\n"),
            "\(transcript.output)"
        )
    }

    /// `scripts/setup --tests` installs it; where nothing may be skipped, what is missing fails the test.
    private static let hasPromtool =
        isThere("/usr/bin/promtool")
        || getenv("MXPROBE_REQUIRE_NETWORK").map { String(cString: $0) } == "1"

    @Test(.enabled(if: hasPromtool, "SKIPPED: promtool is not installed"))
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
