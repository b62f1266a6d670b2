import AlertPolicy
import ArgumentParser
import Glibc
import LocalMachine
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

    @Option(
        help: ArgumentHelp(
            "Add the results to FILE as NDJSON, and leave out the domains that it has already: after an interruption the same command goes on.",
            valueName: "file"
        )
    )
    var resume: String?

    @Flag(help: "With ndjson, write the results in the order of the domains.")
    var ordered = false

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
            ignoresPostfix: use.noPostfix,
            isBulk: domainsFile != nil
        )
        let streams = try streams(loaded.settings)
        let fromInput = streams && names.contains("-") && domainsFile == nil
        let file = domainsFile ?? (fromInput ? "-" : nil)
        let domains = try await CheckDomains(
            fromInput ? names.filter { $0 != "-" } : names,
            file: streams ? nil : file,
            isOpen: streams && file != nil,
            usesPostfix: usesPostfix,
            shard: part,
            settings: loaded.settings,
            postfix: setup.postfix
        )
        if !noAlerts { for warning in SettingsReading.warnings(loaded) { Console.warn(warning) } }
        let severity: Severity
        if streams {
            let results = try resume.map { try ResultFile(path: $0) }
            let source = try DomainSource(
                known: domains.names,
                file: file,
                shard: part,
                done: results?.done ?? NameFingerprints()
            )
            severity = try await stream(source, domains, results, setup, loaded.settings)
        } else {
            severity = try await check(domains, setup, loaded.settings)
        }
        await setup.drain()
        Glibc.exit(severity.exitCode)
    }

    /// Whether each result is written as soon as it is known, and nothing is gathered.
    ///
    /// A run that may change maps decides about all domains together.
    private func streams(_ settings: Settings) throws -> Bool {
        let repairs = settings.transport.mode == .apply && !noAlerts
        if resume != nil {
            guard format == .ndjson || format == .text, output == nil else {
                throw CommandFailure.usage(
                    "--resume writes ndjson to its own file: leave out --format and --output"
                )
            }
            guard !repairs else {
                throw CommandFailure.usage(
                    "--resume cannot be used where transport.mode is apply",
                    hint: "with --no-alerts no map is changed"
                )
            }
            return true
        }
        guard !ordered || format == .ndjson else {
            throw CommandFailure.usage(
                "--ordered needs --format ndjson; other formats are in order anyway"
            )
        }
        return format == .ndjson && output == nil && !repairs
    }

    /// Checks domains as they come.
    private func stream(
        _ source: DomainSource,
        _ domains: CheckDomains,
        _ results: ResultFile?,
        _ setup: RunSetup,
        _ settings: Settings
    ) async throws -> Severity {
        HeapSettings.favourSize()
        let memory = try RunMemory(file: state.state, settings: settings, at: Timestamp.now)
        let work = CheckWork(
            setup: setup,
            settings: settings,
            memory: memory,
            tellsNobody: noAlerts
        )
        let options = CheckWork.StreamOptions(
            isOrdered: ordered,
            isWhole: domains.isWhole,
            isQuiet: quiet
        )
        var tally = VerdictTally()
        var fault: (any Error)?
        do { tally = try await work.stream(source, to: results, options) } catch { fault = error }
        var severity = tally.severity ?? .ok
        if source.isStopped || source.mistakes > 0 { severity = max(severity, .unknown) }
        await work.tell(
            severity,
            summary: tally.summary(severity),
            isQuiet: quiet
        )
        if let fault { throw fault }
        guard source.isRead, tally.total + source.count + source.mistakes == 0 else {
            return severity
        }
        throw CommandFailure.usage("\(domainsFile ?? "standard input") names no domain")
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
        await work.tell(
            report.severity,
            summary: CheckSummary().text(report),
            isQuiet: quiet
        )
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
