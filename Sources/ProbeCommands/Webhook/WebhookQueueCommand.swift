import ArgumentParser
import ProbeModel
import Rendering
import Settings
import StateStore

/// Shows what waits for the webhooks.
struct WebhookQueueCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue",
        abstract: "Show what waits for the webhooks, the last error, and which are disabled."
    )

    /// The most waiting events that are listed; the totals count all of them.
    static let maximumEvents = 1_000

    @Option(help: "How to write the answer: text or json.")
    var format: WebhookAnswerFormat = .text

    @OptionGroup var state: StateOptions
    @OptionGroup var options: ConfigOptions

    func run() throws {
        let settings = try SettingsReading.loadFile(options.config).settings
        let store = try StoreAccess.reading(state.state, settings)
        let known = try StoreAccess.attempt { () throws(StateStoreError) in try store.queues() }
        let others = settings.webhooks.map(\.name)
            .filter { name in !known.contains { $0.webhook == name } }
        let report = QueueReport(
            queues: known + others.map { WebhookQueue(webhook: $0) },
            waiting: try StoreAccess.attempt { () throws(StateStoreError) in
                try store.pending(limit: Self.maximumEvents)
            },
            heartbeat: try StoreAccess.attempt { () throws(StateStoreError) in
                try store.heartbeat()
            }
        )
        let text =
            format == .json ? JSONWriter.text(report.json, layout: .pretty) + "\n" : report.text
        guard Console.print(text) else {
            throw CommandFailure.inputOutput("cannot write to standard output")
        }
    }
}
