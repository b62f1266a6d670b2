import Foundation
import Glibc
import ProcessTestSupport
import Testing

/// A system call that fails, as strace(1) has it fail: its name, the error, and which times; each thread counts for itself.
struct SystemFault: Sendable, CustomTestStringConvertible {
    private static let strace = "/usr/bin/strace"

    let call: String
    let error: String
    let times: String

    init(_ call: String, _ error: String, _ times: String = "1+") {
        (self.call, self.error, self.times) = (call, error, times)
    }

    var testDescription: String { "\(call) \(error) \(times)" }

    /// Why no call can be made to fail here; it cannot in every container.
    ///
    /// With `MXPROBE_REQUIRE_NETWORK=1`, as in automatic builds, nothing is skipped and what is missing fails.
    static let obstacle: Comment? = {
        guard getenv("MXPROBE_REQUIRE_NETWORK").map({ String(cString: $0) }) != "1" else {
            return nil
        }
        let run = try? ProgramRun(strace, ["-e", "trace=none", "/bin/true"]).transcript()
        return run?.status == 0
            ? nil : "SKIPPED: strace is not installed, or processes may not be traced"
    }()

    /// Starts a run that the fault befalls, from its first instruction on or with some files alone.
    func befall(
        _ runs: CheckRuns,
        _ arguments: [String],
        paths: [String] = [],
        within outer: (ProgramRun) -> ProgramRun = { $0 }
    ) throws -> Befallen {
        let trace = runs.folder.path + "/trace"
        let run = runs.program(arguments)
        var traced = run
        traced.program = Self.strace
        traced.arguments = ["-f", "-qq", "-o", trace] + paths.flatMap { ["-P", $0] }
        traced.arguments += [
            "-e", "trace=\(call)", "-e", "inject=\(call):error=\(error):when=\(times)",
        ]
        traced.arguments += [run.program] + run.arguments
        return Befallen(
            program: try RunningProgram(outer(traced)),
            runs: runs,
            trace: trace
        )
    }

    /// A run under way that a fault befalls.
    struct Befallen {
        fileprivate let program: RunningProgram
        /// Its files, which must not go before it has ended.
        fileprivate let runs: CheckRuns
        fileprivate let trace: String

        /// Waits for the end, which has to be in order: by itself, with a status that means something, and lines that are ours.
        func orderlyEnd() throws -> Transcript {
            let transcript = try program.wait()
            let calls = try String(contentsOfFile: trace, encoding: .utf8)
            #expect(calls.contains("(INJECTED)"), "the fault did not come to pass")
            #expect(!transcript.isOverdue)
            #expect(transcript.signal == nil)
            let status = try #require(transcript.status)
            #expect(SystemFault.statuses.contains(status), "\(transcript.errors)")
            for line in transcript.errors.split(separator: "\n") {
                #expect(line.hasPrefix("mxprobe: "), "\(transcript.errors)")
            }
            return transcript
        }
    }

    /// Verdicts, and sysexits.h.
    private static let statuses: Set<Int32> = [0, 1, 2, 3, 64, 74, 75, 78]
}
