import ArgumentParser

/// The configuration: an example, its mistakes, what is in force.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Check, show or begin the configuration.",
        subcommands: [ConfigCheckCommand.self, ConfigShowCommand.self, ConfigExampleCommand.self]
    )
}

/// Which configuration file is meant.
struct ConfigOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Read the configuration from FILE.", valueName: "file"))
    var config: String?
}
