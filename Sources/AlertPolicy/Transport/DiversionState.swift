public import ProbeModel

/// What is remembered of a domain whose mail mxprobe may divert.
public struct DiversionState: Hashable, Sendable, Codable {
    /// The domain.
    public var domain: DomainName
    /// Where the domain stands.
    public var standing: Standing
    /// When it came to stand there, in seconds since 1970 (UTC).
    public var since: Int64
    /// The pattern and the result of the entry that diverts; `nil` where none does.
    public var entry: DivertedEntry?
    /// A change that was decided and whose outcome is not known yet; stored before the map is touched, so that a
    /// run after a crash can tell what mxprobe did from what a person did.
    public var intent: Intent?
    /// Runs in a row that found port 25 blocked or filtered, with a verified way around it.
    public var failures: Int
    /// Runs in a row that found port 25 good.
    public var successes: Int
    /// When the domain was diverted lately, the oldest first.
    public var diversions: [Int64]
    /// What the last change failed of; `nil` where it did not, so that the same failure is told once.
    public var failure: String?
    /// What is still to be told, because a maintenance window held it.
    public var held: [AlertEvent]
    /// The last run that counted, so that no run counts twice.
    public var lastRunID: String

    /// Creates the state of a domain that nothing was done for.
    public init(domain: DomainName) {
        self.self.domain = domain
        standing = .watched
        since = 0
        failures = 0
        successes = 0
        diversions = []
        held = []
        lastRunID = ""
    }

    /// A change that was decided.
    public enum Intent: String, Hashable, Sendable, Codable {
        /// To divert.
        case divert
        /// To restore.
        case restore
    }

    /// Where a domain stands.
    public enum Standing: String, Hashable, Sendable, Codable, CaseIterable {
        /// Its mail goes where the administrator says.
        case watched
        /// mxprobe's entry sends its mail over an alternate port.
        case diverted
        /// A person changed mxprobe's entry; it is theirs until port 25 has been good again.
        case handedOver = "handed-over"
    }
}
