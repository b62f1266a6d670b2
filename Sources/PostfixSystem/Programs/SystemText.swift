import Glibc

/// The system's own words.
enum SystemText {
    /// The words for an error number, in lower case.
    static func reason(_ code: Int32) -> String { String(cString: strerror(code)).lowercased() }
}
