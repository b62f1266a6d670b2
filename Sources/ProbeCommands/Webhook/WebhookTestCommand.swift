import AlertPolicy
import ArgumentParser
import Glibc
import LocalMachine
import ProbeModel
import Settings
import WebhookDelivery

/// Sends a test to one webhook, right away and past the outbox.
struct WebhookTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Send an event of the kind 'test' to a webhook now, and tell what came of it.",
        discussion: "The exit status is 0 when the receiver has taken it, else 2."
    )

    /// The longest that the command waits, whatever the receiver does.
    private static let patience = Duration.seconds(45)

    @Argument(help: ArgumentHelp("The webhook's name.", valueName: "name"))
    var name: String

    @OptionGroup var options: ConfigOptions

    func run() async throws {
        let loaded = try SettingsReading.loadFile(options.config)
        let webhook = try loaded.settings.webhook(name)
        for warning in SettingsReading.warnings(loaded) { Console.warn(warning) }
        let sender = WebhookSender(version: Version.current)
        let sending = WebhookSending(sender: sender, deadline: .now + Self.patience)
        Interruption.onFirstSignal { sender.shutDown() }
        let start = ContinuousClock.now
        let now = Timestamp.now
        let outcome = await sending.send(Self.event(at: now), to: webhook, at: now)
        let took = start.duration(to: .now) / .milliseconds(1)
        sender.shutDown()
        let word = outcome.isDelivered ? "delivered" : "not delivered"
        let text = "\(name): \(word): \(outcome.description) (\(Int(took)) ms)"
        guard Console.print(SafeText.escape(text) + "\n") else {
            throw CommandFailure.inputOutput("cannot write to standard output")
        }
        Glibc.exit(outcome.isDelivered ? 0 : Severity.critical.exitCode)
    }

    private static func event(at time: Int64) -> AlertEvent {
        let run = RunID.make()
        return AlertEvent(
            id: AlertEvent.derivedID(run: run, kind: .test, key: "test"),
            kind: .test,
            occasion: .single,
            subject: nil,
            time: time,
            runID: run,
            host: SafeText.escape(LocalMachine.hostname),
            new: Condition(verdict: "test", severity: .ok),
            since: time,
            openedAt: time,
            summary: "this is a test: alerts of mxprobe arrive here"
        )
    }
}
