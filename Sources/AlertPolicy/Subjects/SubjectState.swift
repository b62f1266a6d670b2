/// What is remembered of a subject between two runs.
public struct SubjectState: Hashable, Sendable, Codable {
    /// The subject.
    public var subject: Subject

    /// The condition that the thresholds let stand; `nil` until enough is known.
    public var condition: Condition?

    /// When the condition began: the first of the runs that made it stand, in seconds since 1970 (UTC).
    public var since: Int64

    /// Runs in a row that found mail stopped; runs that could not tell neither add to it nor end it.
    public var failures: Int

    /// Runs in a row that found mail flowing; likewise.
    public var successes: Int

    /// When the row that is being counted began.
    public var rowStart: Int64

    /// Another condition than the one that stands, and how often it was seen in a row.
    public var pending: PendingCondition?

    /// When runs began that cannot tell; `nil` while they can.
    public var unknownSince: Int64?

    /// How many runs in a row could not tell.
    public var unknownRuns: Int

    /// The alert that is open: what the outside world was last told; `nil` where nothing is wrong for all it knows.
    public var told: ToldAlert?

    /// When the subject went down lately, the oldest first; at most as many as flapping takes.
    public var stops: [Int64]

    /// When the condition last changed between flowing and stopped.
    public var lastTurn: Int64?

    /// When it was found that the subject flaps; `nil` where it does not.
    public var flappingSince: Int64?

    /// The last run that counted, so that no run counts twice.
    public var lastRunID: String

    /// The time of that run.
    public var lastRunTime: Int64

    /// Creates the state of a subject that nothing is known of.
    public init(subject: Subject) {
        self.subject = subject
        since = 0
        failures = 0
        successes = 0
        rowStart = 0
        unknownRuns = 0
        stops = []
        lastRunID = ""
        lastRunTime = 0
    }
}
