import Foundation
import Glibc
import ProcessTestSupport
import Testing

/// A real Alertmanager on the backup MX takes the alerts of `check`, groups them, and sees them end.
extension TransportStoryTests {
    private static let program = "/usr/bin/prometheus-alertmanager"

    /// `scripts/setup --tests` installs it; where nothing may be skipped, what is missing fails the test.
    private static let canRun =
        FileManager.default.isExecutableFile(atPath: program) || NetworkAvailability.isRequired

    /// Its usual address; the namespace's loopback is ours alone.
    private static let address = "127.0.0.1:9093"

    /// Starts it; it ends with the signal, or by itself should these tests crash.
    private func startAlertmanager(_ folder: String) throws -> RunningProgram {
        let configuration = folder + "/alertmanager.yml"
        let text = "route: {receiver: nobody, group_by: [alertname]}\nreceivers: [{name: nobody}]\n"
        try text.write(toFile: configuration, atomically: true, encoding: .utf8)
        let options = [
            "--config.file=\(configuration)", "--storage.path=\(folder)/data",
            "--web.listen-address=\(Self.address)", "--cluster.listen-address=",
        ]
        let command = ["/usr/bin/timeout", "300", Self.program] + options
        var run = PostfixNetwork.shared.network.onBackup(command)
        run.limit = .seconds(310)
        return try RunningProgram(run)
    }

    /// What its API answers; nothing while it does not yet.
    private func ask(_ path: String) throws -> String {
        let script =
            "import sys, urllib.request; print(urllib.request.urlopen(sys.argv[1]).read().decode())"
        let command = ["/usr/bin/python3", "-c", script, "http://\(Self.address)\(path)"]
        return try PostfixNetwork.shared.network.onBackup(command).transcript().output
    }

    /// The alerts that are not over, by the name of their group.
    private func groups() throws -> [String: [String]] {
        var groups: [String: [String]] = [:]
        for group in try Document(parsing: try ask("/api/v2/alerts/groups")).elements {
            let alerts = group.alerts.elements.filter { $0.status.state.text == "active" }
            let subjects = alerts.compactMap { $0.labels.domain.text ?? $0.labels.family.text }
            let name = group.labels.alertname.text ?? ""
            if !subjects.isEmpty { groups[name] = subjects.sorted() }
        }
        return groups
    }

    @Test(.enabled(if: canRun, "SKIPPED: prometheus-alertmanager is not installed"))
    func alertmanagerGroupsAndResolves() async throws {
        let postfix = PostfixNetwork.shared
        let folder = NSTemporaryDirectory() + "mxprobe-alertmanager-\(UUID().uuidString)"
        let files = FileManager.default
        try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? files.removeItem(atPath: folder) }
        let alertmanager = try startAlertmanager(folder)
        defer {
            alertmanager.send(SIGTERM)
            _ = try? alertmanager.wait()
        }
        try await Waiting.until { try !ask("/-/ready").isEmpty }

        let settings = """
            alert: {after_failures: 1, after_successes: 1}
            webhooks: [{name: am, format: alertmanager, url_env: HOOK}]

            """
        let domains = ["domain1.test", "domain2.test", "secondbest.test", "twomx.test"]
        let options = ["--no-postfix", "--state", folder + "/state.db"]
        func check(_ scenario: String) throws {
            try postfix.enter(scenario)
            let run = try postfix.mxprobe(
                ["check"] + domains + options,
                environment: ["HOOK": "http://\(Self.address)/api/v2/alerts"],
                configuration: settings
            )
            #expect(run.errors.isEmpty, "\(run.errors)")
        }

        try check("clean")
        #expect(try groups() == [:])
        try check("main-refuse25")
        let down = try groups()
        #expect(down["MailDomainDown"]?.contains("domain1.test") == true)
        #expect((down["MailDomainDown"]?.count ?? 0) >= 2, "\(down)")
        #expect(down.count == 1)
        // Fifty domains behind one blocked port would be these two alerts as well.
        try check("reset-r1")
        #expect(try groups()["MailEgressBlocked"] == ["ipv4", "ipv6"])
        try check("clean")
        try await Waiting.until { try groups().isEmpty }
    }
}
