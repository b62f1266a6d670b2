import Glibc

/// A program to be run once, with everything that it can see.
package struct ProgramRun: Sendable {
    /// What standard input is.
    package enum Input: Sendable {
        /// Nothing to read.
        case nothing
        /// A text.
        case text(String)
        /// Not open at all.
        case closed
    }

    /// What standard output is.
    package enum Output: Sendable {
        /// Kept for the transcript.
        case kept
        /// Not open at all.
        case closed
        /// A pipe whose reader has gone.
        case brokenPipe
        /// A full disk (`/dev/full`).
        case full
    }

    /// The path of the program.
    package var program: String
    /// The arguments without the program's own name.
    package var arguments: [String]
    /// The whole environment.
    package var environment: [String: String]
    package var input = Input.nothing
    package var output = Output.kept
    /// A program that runs for longer hangs, and is killed.
    package var limit = Duration.seconds(120)

    package init(_ program: String, _ arguments: [String], environment: [String: String] = [:]) {
        self.program = program
        self.arguments = arguments
        // A fixed locale and no configuration of the machine: what is printed must not hang on either.
        self.environment = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"]
            .merging(Self.sanitizerOptions) { $1 }.merging(environment) { $1 }
    }

    /// What a sanitizer was told for the tests holds for the programs built with it as well.
    private static let sanitizerOptions = ["ASAN_OPTIONS", "TSAN_OPTIONS", "SWIFT_BACKTRACE"]
        .reduce(into: [String: String]()) { options, name in
            options[name] = getenv(name).map { String(cString: $0) }
        }

    /// Runs the program to its end; blocks the calling thread.
    package func transcript() throws -> Transcript { try RunningProgram(self).wait() }
}
