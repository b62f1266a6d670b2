import ArgumentParser
import Settings

/// Prints the settings in force.
struct ConfigShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Print the settings in force, without secrets.",
        discussion: """
            What is printed is a configuration file that means the same. Of secrets only their place is shown, a file or \
            an environment variable.
            """
    )

    @OptionGroup var options: ConfigOptions

    func run() throws {
        let loaded = try SettingsReading.loadFile(options.config)
        let origin = loaded.path.map { "from \($0)" } ?? "the defaults: there is no file"
        guard Console.print("# \(origin)\n" + SettingsListing(loaded.settings).text) else {
            throw CommandFailure.inputOutput("cannot write to standard output")
        }
    }
}
