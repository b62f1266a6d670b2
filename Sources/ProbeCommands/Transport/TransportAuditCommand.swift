import ArgumentParser
import Glibc
import PostfixModel
import PostfixSystem
import ProbeModel
import Rendering
import Settings

/// Checks this machine's Postfix as a backup MX: tables, entries, nexthops, MX records, restrictions.
struct TransportAuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Check the transport maps and this machine's Postfix as a backup MX.",
        discussion: """
            Looks up the MX records of the domains that are relayed or have a transport entry, and of the nexthops; no mail \
            server is connected to, and nothing is changed. Of findings that are alike the first few are shown and the others \
            counted; --verbose and --format json tell all. The exit status is that of the worst finding.
            """
    )

    @Option(help: "How to write the answer: text or json.")
    var format: TransportFormat = .text

    @OptionGroup var options: AuditOptions

    func run() async throws {
        let shared = try options.shared()
        let settings = try SettingsReading.load(shared)
        let postfix = try await PostfixChoice.required(shared.postfix.postfixConfig, settings)
        let run = try await RunSetup(shared, settings: settings, postfix: postfix)
        let (subject, queues) = await AuditSurvey(postfix: postfix, run: run).subject()
        let report = AuditReport(
            configuration: postfix.installation.configurationDirectory,
            instance: postfix.installation.instance.description,
            warnings: postfix.installation.warnings,
            findings: Audit.findings(in: subject),
            waiting: queues.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        )
        let text = format == .json ? report.json : report.text(options: shared.textOptions())
        guard Console.print(text) else {
            throw CommandFailure.inputOutput("cannot write to standard output")
        }
        Glibc.exit(report.severity.exitCode)
    }
}
