import AlertPolicy
import ArgumentParser
import Glibc
import ProbeModel
import Settings
import StateStore
import WebhookDelivery

/// Delivers what waits for the webhooks now.
struct WebhookFlushCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flush",
        abstract: "Deliver what waits for the webhooks now, whatever time it was put off to.",
        discussion: """
            A webhook that was disabled because its receiver wanted no more is taken into use again when it is named. The \
            exit status is 0 when nothing waits any more, else 2.
            """
    )

    @Argument(
        help: ArgumentHelp("The webhook's name; all where it is left out.", valueName: "name")
    )
    var name: String?

    @Option(help: ArgumentHelp("End after this long.", valueName: "seconds"))
    var timeout: Double = 90

    @OptionGroup var state: StateOptions
    @OptionGroup var options: ConfigOptions

    func run() async throws {
        let loaded = try SettingsReading.loadFile(options.config)
        guard timeout > 0, timeout <= OptionOverrides.maximumTimeout else {
            throw CommandFailure.usage("--timeout must be above 0 and at most 86400 seconds")
        }
        if let name { _ = try loaded.settings.webhook(name) }
        for warning in SettingsReading.warnings(loaded) { Console.warn(warning) }
        // What does not exist yet holds nothing, and is not made for that.
        _ = try StoreAccess.reading(state.state, loaded.settings)
        let memory = try RunMemory(file: state.state, settings: loaded.settings, at: Timestamp.now)
        guard let store = memory.store else {
            throw CommandFailure.inputOutput("nothing can be delivered without the state")
        }
        let name = name
        try StoreAccess.attempt { () throws(StateStoreError) in
            let now = Timestamp.now
            if let name { try store.enable(name, at: now) }
            try store.retryNow(name, at: now)
        }
        let sender = WebhookSender(version: Version.current)
        Interruption.onFirstSignal { sender.shutDown() }
        let sending = WebhookSending(
            sender: sender,
            deadline: .now + .milliseconds(Int64(timeout * 1_000))
        )
        let attempts = await OutboxDelivery(
            memory: memory,
            webhooks: loaded.settings.webhooks,
            sending: sending
        ).deliver(only: name)
        sender.shutDown()
        try tell(attempts, store)
    }

    private func tell(_ attempts: [OutboxDelivery.Attempt], _ store: StateStore) throws {
        let queues = try StoreAccess.attempt { () throws(StateStoreError) in try store.queues() }
        let left = queues.filter { name == nil || $0.webhook == name }
            .reduce(0) { $0 + ($1.counts[.pending] ?? 0) + ($1.counts[.disabled] ?? 0) }
        let total = left == 0 ? "nothing waits" : "\(left) still to be delivered"
        let lines = attempts.map(\.sentence) + [total]
        guard Console.print(lines.map { SafeText.escape($0) + "\n" }.joined()) else {
            throw CommandFailure.inputOutput("cannot write to standard output")
        }
        let isRefused = attempts.contains { attempt in
            switch attempt.decision {
            case .refused, .givenUp: true
            case .delivered, .retry, .disabled: false
            }
        }
        if left > 0 || isRefused { Glibc.exit(Severity.critical.exitCode) }
    }
}
