/// Why this machine's Postfix could not be asked or told something.
public struct PostfixError: Error, Hashable, Sendable {
    /// The kind of failure; stable, unlike the message.
    public let code: Code

    /// What failed, where, and what to do: one lower-case line, safe to print.
    public let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// A kind of failure; more may come.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The name of the kind.
        public let rawValue: String

        /// Takes a name.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// Postfix is not installed where it is looked for.
        public static let notInstalled = Code(rawValue: "not-installed")
        /// There is no main.cf in the configuration directory, or no such directory.
        public static let notConfigured = Code(rawValue: "not-configured")
        /// This user may not read the configuration, or not do what was asked for.
        public static let notPermitted = Code(rawValue: "not-permitted")
        /// A program of Postfix's could not be run, or failed.
        public static let programFailed = Code(rawValue: "program-failed")
        /// A program of Postfix's did not end in time.
        public static let programHangs = Code(rawValue: "program-hangs")
        /// The configuration was changed by somebody else meanwhile.
        public static let changedMeanwhile = Code(rawValue: "changed-meanwhile")
        /// The mail system does not run.
        public static let mailSystemDown = Code(rawValue: "mail-system-down")
    }
}

extension PostfixError: CustomStringConvertible {
    /// The failure in one line.
    public var description: String { message }
}
