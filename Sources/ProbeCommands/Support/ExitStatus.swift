/// Exit codes beyond the verdicts' 0 to 3 (sysexits.h).
enum ExitStatus {
    /// Bad usage.
    static let usage: Int32 = 64
    /// A file could not be read or written.
    static let inputOutput: Int32 = 74
    /// Another run holds the lock.
    static let locked: Int32 = 75
    /// Bad configuration.
    static let configuration: Int32 = 78
}
