import ArgumentParser
import Settings

/// Prints a configuration file to begin with.
struct ConfigExampleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "example",
        abstract: "Print a commented configuration file with every default."
    )

    func run() throws {
        guard Console.print(Settings.example) else {
            throw CommandFailure.inputOutput("cannot write to standard output")
        }
    }
}
