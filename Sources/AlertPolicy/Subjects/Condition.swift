public import ProbeModel

/// How a subject is, in the words of its own closed list of verdicts.
public struct Condition: Hashable, Sendable, Codable {
    /// The verdict's name, such as `unreachable` or `blocked`.
    public var verdict: String

    /// How bad it is.
    public var severity: Severity

    /// Creates a condition.
    public init(verdict: String, severity: Severity) {
        self.verdict = verdict
        self.severity = severity
    }

    /// What the condition means for mail.
    public var flow: Flow {
        switch severity {
        case .ok, .warning: return .flowing
        case .critical: return .stopped
        case .unknown: return .unknown
        }
    }

    /// What a condition means for mail: a warning colours the output, and only mail that stops is an alert.
    public enum Flow: Hashable, Sendable {
        /// Mail can flow.
        case flowing
        /// Mail cannot flow.
        case stopped
        /// It could not be told.
        case unknown
    }
}
