import ArgumentParser
import Glibc

/// The program: reads the arguments, runs the command, and ends with its exit code.
public enum Program {
    /// Runs the program; never returns.
    public static func main() async -> Never {
        exit(await run(CommandLine.arguments.dropFirst()))
    }

    /// Runs the program by another clock than the machine's; never returns.
    ///
    /// - Parameters:
    ///   - arguments: The arguments without the program's name.
    ///   - clock: Tells the time in seconds since 1970 (UTC).
    package static func main(
        _ arguments: ArraySlice<String>,
        clock: @escaping @Sendable () -> Int64
    ) async -> Never {
        exit(await Timestamp.$clock.withValue(clock) { await run(arguments) })
    }

    /// Runs a command, and says what to end with.
    private static func run(_ given: ArraySlice<String>) async -> Int32 {
        Interruption.ignoreBrokenPipes()
        do {
            try LeastRoom.require()
            let arguments = LongArguments(given)
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
            return 0
        } catch let failure as CommandFailure {
            return end(failure)
        } catch {
            return end(parsing: error, given)
        }
    }

    private static func end(_ failure: CommandFailure) -> Int32 {
        for (index, message) in failure.messages.enumerated() {
            let isLast = index == failure.messages.count - 1
            Console.error(message, hint: isLast ? failure.hint : nil)
        }
        return failure.status
    }

    /// Ends for an error of the argument parser, a request for help, or an exit code that a command asks for.
    private static func end(parsing error: any Error, _ given: ArraySlice<String>) -> Int32 {
        let code = MXProbe.exitCode(for: error)
        let text = MXProbe.fullMessage(for: error)
        if code.isSuccess {
            guard Console.print(text.isEmpty ? "" : text + "\n") else {
                return end(.inputOutput("cannot write to standard output"))
            }
        } else if !(error is ExitCode) {
            Console.error(
                ParserMessage.text(
                    MXProbe.message(for: error),
                    arguments: given,
                    commands: MXProbe.configuration.subcommands.compactMap {
                        $0.configuration.commandName
                    }
                ),
                hint: "'mxprobe help' lists commands and options"
            )
        }
        return code.rawValue
    }
}
