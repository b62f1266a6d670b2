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
        let report = change.report
        let text =
            format == .json
            ? report.json(applied: false)
            : report.text(options: shared.textOptions())
                + (change.plan.isEmpty
                    ? "" : "\nNothing was written; 'mxprobe transport apply' makes the change.\n")
        let isWritten = Console.print(text)
        await change.run.drain()
        guard isWritten else { throw CommandFailure.inputOutput("cannot write to standard output") }
        Glibc.exit(change.diagnosis.severity.exitCode)
    }
}
