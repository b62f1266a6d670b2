import ArgumentParser
import Diagnosis
import Glibc
import InternationalNames
import ProbeEngine
import ProbeModel
import Rendering

/// One-shot diagnosis: everything, explained, and nothing changed.
struct DiagnoseCommand: AsyncParsableCommand, NamesTaking {
    static let configuration = CommandConfiguration(
        commandName: "diagnose",
        abstract: "Diagnose whether mail gets from this machine to a domain.",
        discussion: """
            Finds the domain's mail hosts, tries SMTP on port 25 and, where that fails, on alternate ports, over IPv4 and \
            IPv6, and tells what it saw. It sends no mail and changes nothing.
            """
    )

    /// How the answer is written.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
    }

    @Argument(
        help: ArgumentHelp(
            "Domains to diagnose; '-' reads them from standard input.",
            valueName: "name"
        )
    )
    var names: [String] = []

    @Flag(help: "The names are mail hosts, not domains.")
    var host = false

    @Option(help: "How to write the answer: text or json.")
    var format: Format = .text

    @OptionGroup var shared: SharedOptions

    func run() async throws {
        let run = try RunSetup(shared)
        let names = try NameArguments.read(names)
        let targets = names.map { host ? Target.host($0.name) : Target.domain($0.name) }
        let report = await run.diagnose(targets)
        let display = DisplayTable.make(names: names, diagnoses: report.domains)
        let isWritten = Console.print(render(report, display: display, settings: run))
        await run.drain()
        guard isWritten else { throw CommandFailure.inputOutput("cannot write to standard output") }
        Glibc.exit(report.severity.exitCode)
    }

    private func render(
        _ report: DiagnosisReport,
        display: DisplayNames,
        settings: RunSetup
    ) -> String {
        switch format {
        case .json: return JSONReport(displayNames: display).text(report)
        case .text:
            return TextReport(options: shared.textOptions(), displayNames: display).text(report)
        }
    }
}
