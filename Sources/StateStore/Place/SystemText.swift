internal import Glibc

/// The system's words.
enum SystemText {
    /// The words for an error number, in lower case.
    static func of(_ code: Int32) -> String { String(cString: strerror(code)).lowercased() }
}
