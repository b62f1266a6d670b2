/// How bad a verdict or a finding is (the words of the Nagios plugin guidelines).
public enum Severity: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
    /// As it should be.
    case ok
    /// Mail can flow, and something is not right.
    case warning
    /// It could not be told.
    case unknown
    /// Mail cannot flow.
    case critical

    /// The exit code of a run whose worst verdict this is.
    public var exitCode: Int32 {
        switch self {
        case .ok: return 0
        case .warning: return 1
        case .critical: return 2
        case .unknown: return 3
        }
    }

    /// Orders by badness: critical is worse than unknown, and unknown is worse than warning.
    public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .ok: return 0
        case .warning: return 1
        case .unknown: return 2
        case .critical: return 3
        }
    }
}
