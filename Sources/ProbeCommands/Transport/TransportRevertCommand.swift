import ArgumentParser
import Glibc
import InternationalNames
import PostfixModel
import ProbeModel
import Rendering
import Settings

/// Puts back what stood in the transport maps before domains were diverted.
struct TransportRevertCommand: AsyncParsableCommand, NamesTaking {
    static let configuration = CommandConfiguration(
        commandName: "revert",
        abstract: "Put back, byte for byte, what stood in the map before domains were diverted.",
        discussion: """
            Entries that somebody has changed since are left alone and told; --forget settles them. Nothing is diagnosed first: revert also works \
            without any network.
            """
    )

    @Argument(
        help: ArgumentHelp("Domains; '-' reads them from standard input.", valueName: "domain")
    )
    var names: [String] = []

    @Flag(help: "Every domain that is diverted.")
    var all = false

    @Flag(
        help:
            "Leave the entries as they stand now, and take away only the comments that hold the old ones."
    )
    var forget = false

    @Option(help: "How to write the answer: text or json.")
    var format: TransportFormat = .text

    @Flag(help: "Make the change without asking.")
    var yes = false

    @Flag(
        inversion: .prefixedNo,
        help: "Send waiting mail on its way after the change. (default: as configured)"
    )
    var flush: Bool?

    @OptionGroup var change: ChangeOptions
    @OptionGroup var configuration: ConfigOptions
    @OptionGroup var postfix: PostfixOptions

    @Option(help: ArgumentHelp("Use colours: auto, always or never.", valueName: "when"))
    var color: ColorChoice = .auto

    func run() async throws {
        guard all != !names.isEmpty else {
            throw CommandFailure.usage("name the domains, or give --all")
        }
        guard !(all && forget) else {
            throw CommandFailure.usage("--forget is for domains that are named")
        }
        let settings = try SettingsReading.loadFile(configuration.config).settings
        let option = postfix.postfixConfig
        let (repaired, here) = try await MapRepair.run(option, settings, flushes: flush)
        for line in repaired { Console.warn(line) }
        let transport = change.settings(settings)
        let work = MapChangeWork(
            postfix: here,
            settings: transport,
            flushes: flush ?? (transport.flushQueue && !forget),
            publishesPending: change.publishPending
        )
        let domains = all ? nil : try NameArguments.read(names).map(\.name)
        let forget = forget
        let plan = await work.planned(onlyVerified: false) { planner in
            forget ? planner.forget(domains ?? []) : planner.revert(domains)
        }
        let report = work.report(plan)
        let options = TerminalText.options(color: color)
        var lines: [String] = []
        if !plan.isEmpty {
            try work.checkPending(plan)
            try Consent.ask(showing: report, isGiven: yes, options: options)
            lines = try await work.carryOut(plan, setUp: nil)
        }
        try PlanAnswer(format: format, options: options)
            .write(report, applied: !plan.isEmpty, lines: lines)
        let isRefused = plan.items.contains { item in
            if case .refused = item.decision { true } else { false }
        }
        if isRefused { Glibc.exit(ExitStatus.inputOutput) }
    }
}
