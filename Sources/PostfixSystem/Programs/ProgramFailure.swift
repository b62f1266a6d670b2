import ProbeModel
import Sockets

/// A program that could not be started at all.
struct ProgramFailure: Error, Hashable, Sendable {
    /// The path of the program.
    let path: String

    /// The system call that failed.
    let problem: SystemError

    init(_ path: String, call: String, errno code: Int32) {
        self.path = path
        problem = SystemError(call: call, errno: code)
    }
}

extension ProgramFailure: CustomStringConvertible {
    /// The failure in one line.
    var description: String {
        "cannot run \(SafeText.escape(path)): \(SystemText.reason(problem.code))"
    }
}
