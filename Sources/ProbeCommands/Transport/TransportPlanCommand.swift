import ArgumentParser
import Glibc
import PostfixModel
import ProbeModel
import Rendering
import Settings

/// Diagnoses domains and prints the change of the transport maps that gets their mail flowing.
struct TransportPlanCommand: AsyncParsableCommand, NamesTaking {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract:
            "Diagnose domains, and print the change that gets their mail flowing; nothing is written.",
        discussion: """
            Prints a unified diff of the map and the commands that belong to it. Without domains, those of relay_domains \
            are planned for. The exit status is that of the diagnosis.
            """
    )

    @Argument(
        help: ArgumentHelp("Domains; '-' reads them from standard input.", valueName: "domain")
    )
    var names: [String] = []

    @Option(help: "How to write the answer: text or json.")
    var format: TransportFormat = .text

    @OptionGroup var change: ChangeOptions
    @OptionGroup var shared: SharedOptions

    func run() async throws {
        let change = try await DiagnosedChange(names, change: change, shared: shared)
        let answer = PlanAnswer(format: format, options: shared.textOptions())
        let written = Result {
            try answer.write(change.report, applied: false, lines: change.nothingWritten)
        }
        await change.run.drain()
        try written.get()
        Glibc.exit(change.diagnosis.severity.exitCode)
    }
}
