import ArgumentParser
import Settings

/// Finds every mistake in the configuration.
struct ConfigCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Find every mistake in the configuration.",
        discussion: """
            Tells each mistake by line and column, with what to write instead, and ends with exit status 78 when there is \
            one. Files that hold secrets and that others may read are told as warnings.
            """
    )

    @OptionGroup var options: ConfigOptions

    func run() throws {
        let loaded = try SettingsReading.loadFile(options.config)
        for warning in SettingsReading.warnings(loaded) { Console.warn(warning) }
        let text =
            loaded.path.map { "\($0): no mistakes" }
            ?? "there is no configuration file, and the defaults hold"
        guard Console.print(text + "\n") else {
            throw CommandFailure.inputOutput("cannot write to standard output")
        }
    }
}
