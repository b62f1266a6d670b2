/// A fault of input or of this machine that ends a command, in one line, with the exit code for it.
struct CommandFailure: Error {
    /// The lines to print, each one mistake.
    let messages: [String]
    /// What to do about it, where that can be told.
    let hint: String?
    /// The exit code.
    let status: Int32

    /// Bad usage (64).
    static func usage(_ message: String, hint: String? = nil) -> CommandFailure {
        CommandFailure(messages: [message], hint: hint, status: ExitStatus.usage)
    }

    /// Bad usage (64), more than one mistake.
    static func usage(_ messages: [String], hint: String? = nil) -> CommandFailure {
        CommandFailure(messages: messages, hint: hint, status: ExitStatus.usage)
    }

    /// Bad configuration (78).
    static func configuration(_ messages: [String]) -> CommandFailure {
        CommandFailure(messages: messages, hint: nil, status: ExitStatus.configuration)
    }

    /// A file that cannot be read or written (74).
    static func inputOutput(_ message: String) -> CommandFailure {
        CommandFailure(messages: [message], hint: nil, status: ExitStatus.inputOutput)
    }
}
