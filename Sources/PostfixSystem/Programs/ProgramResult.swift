/// How a program of Postfix's ended, and what it printed.
struct ProgramResult: Hashable, Sendable {
    /// The exit status; `nil` where a signal ended it, or it could not be ended at all.
    var status: Int32?

    /// Standard output, as far as ``PostfixProgram/outputLimit`` goes; empty where it was handed on as it came.
    var output: [UInt8]

    /// Standard error, as far as ``PostfixProgram/errorLimit`` goes.
    var errors: [UInt8]

    /// The signal that ended it; `nil` where it ended by itself.
    var signal: Int32? = nil

    /// Why it was stopped before its time; `nil` where it was not.
    var stop: Stop? = nil

    /// Whether there was more on standard error than was kept.
    var hasMoreErrors = false

    /// Why a program was stopped.
    enum Stop: Hashable, Sendable {
        /// It ran for longer than ``PostfixProgram/patience``.
        case overdue
        /// It printed more than ``PostfixProgram/outputLimit``, or than its reader wanted.
        case tooMuchOutput
        /// The task that waited for it was cancelled.
        case cancelled
    }

    /// Whether it ran to its end and says that it did what it was asked for.
    ///
    /// Programs of Postfix's warn and still exit with 0: ``errors`` is to be looked at too.
    var isSuccess: Bool { status == 0 && stop == nil }
}
