/// How a program of Postfix's ended, and what it printed.
struct ProgramResult: Hashable, Sendable {
    /// The exit status; `nil` where a signal ended it.
    var status: Int32?
    /// Standard output.
    var output: [UInt8]
    /// Standard error.
    var errors: [UInt8]
}
