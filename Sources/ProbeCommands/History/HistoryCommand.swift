import AlertPolicy
import ArgumentParser
import ProbeModel
import Rendering
import Settings
import StateStore

/// What changed when.
struct HistoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Show what changed when, from the state that 'check' keeps.",
        discussion: """
            Tells each run whose verdict on a domain, or on port 25 of this machine, was another than that of the run \
            before; --all tells every run. Times are UTC.
            """
    )

    /// How the history is written.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
        case ndjson
    }

    @Argument(help: ArgumentHelp("Only this domain.", valueName: "domain"))
    var domain: String?

    @Option(help: ArgumentHelp("How far back: 250ms, 30s, 5m, 2h or 90d.", valueName: "duration"))
    var since = "7d"

    @Flag(help: "Every run, not only those that changed something.")
    var all = false

    @Option(help: "How to write the answer: text, json or ndjson.")
    var format: Format = .text

    @OptionGroup var state: StateOptions
    @OptionGroup var options: ConfigOptions

    func run() throws {
        guard let age = DurationText.read(since) else {
            throw CommandFailure.usage(
                "'\(since)' in --since is not a duration; write it like 30s, 5m, 2h or 90d"
            )
        }
        let subject = try domain.map { Subject.domain(try SettingsReading.domain($0)) }
        let settings = try SettingsReading.loadFile(options.config).settings
        let store = try StoreAccess.reading(state.state, settings)
        let filter = HistoryFilter(
            subject: subject,
            since: Timestamp.now - age.components.seconds,
            isLimitedToTransitions: !all
        )
        var output = HistoryOutput(format: format)
        try StoreAccess.attempt { () throws(StateStoreError) in
            try store.history(filter) { output.add($0) }
        }
        guard output.finish() else {
            throw CommandFailure.inputOutput("cannot write to standard output")
        }
    }
}
