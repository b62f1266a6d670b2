import ArgumentParser
import Settings

/// The webhooks: whether one works, what waits for them, and sending it now.
struct WebhookCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhook",
        abstract: "Test webhooks, show what waits for them, and deliver it now.",
        subcommands: [
            WebhookTestCommand.self, WebhookQueueCommand.self, WebhookFlushCommand.self,
        ]
    )
}

/// How the answer of a `webhook` command is written.
enum WebhookAnswerFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
}

extension Settings {
    /// The webhook of a name.
    ///
    /// - Throws: ``CommandFailure`` that names those there are.
    func webhook(_ name: String) throws -> WebhookSettings {
        if let webhook = webhooks.first(where: { $0.name == name }) { return webhook }
        let names = webhooks.map(\.name)
        throw CommandFailure.usage(
            "the configuration has no webhook '\(name)'",
            hint: names.isEmpty
                ? "it has none at all" : "it has: \(names.joined(separator: ", "))"
        )
    }
}
