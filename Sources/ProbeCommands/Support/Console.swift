import Glibc
import ProbeModel

// The rules of the user interface:
// results go to standard output and nothing else does; errors and hints go to standard error, with the
// program's name in front, in lower case, without a final stop, one line each. A reader that has gone away
// is not a failure.

/// Writes results and messages.
enum Console {
    /// Writes a result to standard output; false when it could not be written.
    @discardableResult
    static func print(_ text: String) -> Bool { write(text, to: STDOUT_FILENO) }

    /// Writes one error line, and hint lines below it, to standard error.
    static func error(_ message: String, hint: String? = nil) {
        var text = "mxprobe: error: \(SafeText.escape(message))\n"
        if let hint { text += "mxprobe: hint: \(SafeText.escape(hint))\n" }
        _ = write(text, to: STDERR_FILENO)
    }

    /// Writes one warning line to standard error.
    static func warn(_ message: String) {
        _ = write("mxprobe: warning: \(SafeText.escape(message))\n", to: STDERR_FILENO)
    }

    /// Writes one line that says what was done, to standard error.
    static func note(_ message: String) {
        _ = write("mxprobe: note: \(SafeText.escape(message))\n", to: STDERR_FILENO)
    }

    /// Writes something that is no result, such as a question, to standard error.
    static func tell(_ text: String) { _ = write(text, to: STDERR_FILENO) }

    /// The width of standard output's terminal in columns; `nil` when it is none.
    static var terminalWidth: Int? {
        guard isatty(STDOUT_FILENO) == 1 else { return nil }
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
            return nil
        }
        return Int(size.ws_col)
    }

    private static func write(_ text: String, to descriptor: Int32) -> Bool {
        let error = WholeText.write(text, to: descriptor)
        // A closed pipe means that the reader has seen enough.
        return error == 0 || error == EPIPE
    }
}
