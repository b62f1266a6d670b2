import ArgumentParser
import Glibc

/// The program: reads the arguments, runs the command, and ends with its exit code.
public enum Program {
    /// Runs the program; never returns.
    public static func main() async -> Never {
        Interruption.ignoreBrokenPipes()
        do {
            let arguments = LongArguments(CommandLine.arguments.dropFirst())
            var command = try MXProbe.parseAsRoot(arguments.short)
            if var taking = command as? any NamesTaking & ParsableCommand {
                taking.names = arguments.expand(taking.names)
                command = taking
            }
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            exit(0)
        } catch let failure as CommandFailure {
            end(failure)
        } catch {
            end(parsing: error)
        }
    }

    private static func end(_ failure: CommandFailure) -> Never {
        for (index, message) in failure.messages.enumerated() {
            let isLast = index == failure.messages.count - 1
            Console.error(message, hint: isLast ? failure.hint : nil)
        }
        exit(failure.status)
    }

    /// Ends for an error of the argument parser, a request for help, or an exit code that a command asks for.
    private static func end(parsing error: any Error) -> Never {
        let code = MXProbe.exitCode(for: error)
        let text = MXProbe.fullMessage(for: error)
        if code.isSuccess {
            Console.print(text.isEmpty ? "" : text + "\n")
        } else if !(error is ExitCode) {
            Console.error(
                ParserMessage.text(
                    MXProbe.message(for: error),
                    arguments: CommandLine.arguments.dropFirst(),
                    commands: MXProbe.configuration.subcommands.compactMap {
                        $0.configuration.commandName
                    }
                ),
                hint: "'mxprobe help' lists commands and options"
            )
        }
        exit(code.rawValue)
    }
}
