import AlertPolicy
import ArgumentParser
import Glibc
import ProbeEngine
import ProbeModel
import Rendering
import Settings
import StateStore
import WebhookDelivery

/// The health check of cron and timers: state, alerts, and the repair where it is configured.
struct CheckCommand: AsyncParsableCommand, NamesTaking {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check the domains' health, remember it, and tell webhooks what changed.",
        discussion: """
            Made to run every few minutes. Without domains, those of the configuration are checked. The result is printed \
            before anything is delivered; what cannot be delivered in time goes with a later run. Another run on the same \
            state ends this one with exit status 75.
            """
    )

    @Argument(
        help: ArgumentHelp("Domains; '-' reads them from standard input.", valueName: "domain")
    )
    var names: [String] = []

    @Option(
        help: ArgumentHelp(
            "Check the domains in FILE, one a line; '-' is standard input.",
            valueName: "file"
        )
    )
    var domainsFile: String?

    @Flag(
        name: .customLong("postfix"),
        help: "Check the domains that this machine's Postfix relays (relay_domains)."
    )
    var usesPostfix = false

    @Option(
        help: ArgumentHelp(
            "Check only part I of N of the domains, from 1/N to N/N, which are the same on every machine.",
            valueName: "i/n"
        )
    )
    var shard: String?

    @Option(help: "How to write the result: text, json, ndjson, nagios or prometheus.")
    var format: CheckFormat = .text

    @Option(
        help: ArgumentHelp(
            "Write the result to FILE, as a whole or not at all, in place of standard output.",
            valueName: "file"
        )
    )
    var output: String?

    @Flag(help: "Print nothing when all is well.")
    var quiet = false

    @Flag(
        help:
            "Tell nobody, and change no map: the run is remembered, and does not count for alerts."
    )
    var noAlerts = false

    @OptionGroup var state: StateOptions
    @OptionGroup var shared: SharedOptions
    @OptionGroup var use: PostfixUse

    func run() async throws {
        let part = try readShard()
        let loaded = try SettingsReading.loadFile(shared.config)
        guard !(usesPostfix && use.noPostfix) else {
            throw CommandFailure.usage("--postfix and --no-postfix exclude each other")
        }
        if !noAlerts, !use.noPostfix {
            await TransportRepair.recover(shared.postfix.postfixConfig, loaded.settings)
        }
        let setup = try await RunSetup(
            shared,
            settings: loaded.settings,
            ignoresPostfix: use.noPostfix
        )
        let domains = try await CheckDomains(
            names,
            file: domainsFile,
            usesPostfix: usesPostfix,
            shard: part,
            settings: loaded.settings,
            postfix: setup.postfix
        )
        if !noAlerts { for warning in SettingsReading.warnings(loaded) { Console.warn(warning) } }
        let severity = try await check(domains, setup, loaded.settings)
        await setup.drain()
        Glibc.exit(severity.exitCode)
    }

    private func readShard() throws -> Shard? {
        guard let shard else { return nil }
        guard let part = Shard(shard) else {
            throw CommandFailure.usage(
                "'\(SafeText.escape(shard))' in --shard is no part of a whole; write it like 1/8 to 8/8"
            )
        }
        return part
    }

    /// Checks, prints and tells; the state is closed, and the lock let go, at the end.
    private func check(
        _ domains: CheckDomains,
        _ setup: RunSetup,
        _ settings: Settings
    ) async throws -> Severity {
        let memory = try RunMemory(file: state.state, settings: settings, at: Timestamp.now)
        let work = CheckWork(
            setup: setup,
            settings: settings,
            memory: memory,
            tellsNobody: noAlerts
        )
        let report = await work.run(domains)
        let written = Result { try write(report, domains) }
        await work.tell(report, isQuiet: quiet)
        try written.get()
        // A part of a short list may hold nothing, which is nothing to look into.
        return domains.names.isEmpty ? .ok : report.severity
    }

    private func write(_ report: DiagnosisReport, _ domains: CheckDomains) throws {
        guard !domains.names.isEmpty || output != nil else { return }
        let text = format.text(
            report,
            display: DisplayTable.make(names: domains.names, diagnoses: report.domains),
            isQuiet: quiet && output == nil,
            endedAt: Timestamp.now
        )
        if let output { return try ReplacedFile.write(text, to: output) }
        guard text.isEmpty || Console.print(text) else {
            throw CommandFailure.inputOutput("cannot write to standard output")
        }
    }
}
