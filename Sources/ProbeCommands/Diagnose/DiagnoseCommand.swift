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

            With --letter it prints, in place of the report, a request to the provider to open port 25, with the proof. \
            Where no provider stops it, standard output stays empty and one line on standard error says why. The exit \
            status is that of the diagnosis either way.
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

    @Flag(
        name: .customLong("postfix"),
        help: "Diagnose the domains that this machine's Postfix relays (relay_domains)."
    )
    var relayed = false

    @Option(help: "How to write the answer: text or json.")
    var format: Format = .text

    @Flag(help: "Print the request to the provider to open port 25, in place of the report.")
    var letter = false

    @OptionGroup var shared: SharedOptions
    @OptionGroup var use: PostfixUse

    func run() async throws {
        if letter, format != .text {
            throw CommandFailure.usage(
                "--letter is text: --format \(format.rawValue) cannot write it"
            )
        }
        let run = try await RunSetup(shared, ignoresPostfix: use.noPostfix)
        var names = relayed && names.isEmpty ? [] : try NameArguments.read(names)
        if relayed {
            let named = Set(names.map(\.name))
            names += try await CheckDomains.relayed(by: run.postfix)
                .filter { !named.contains($0.name) }
        }
        let targets = names.map { host ? Target.host($0.name) : Target.domain($0.name) }
        let report = await run.diagnose(targets)
        let display = DisplayTable.make(names: names, diagnoses: report.domains)
        let isWritten =
            letter
            ? write(LetterAnswer(report, context: run.adviceContext()))
            : Console.print(render(report, display: display, settings: run))
        await run.drain()
        guard isWritten else { throw CommandFailure.inputOutput("cannot write to standard output") }
        Glibc.exit(report.severity.exitCode)
    }

    private func write(_ answer: LetterAnswer) -> Bool {
        switch answer {
        case .letter(let text): return Console.print(text)
        case .nothing(let reason):
            Console.error("nothing to ask the provider: \(reason)")
            return true
        }
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
