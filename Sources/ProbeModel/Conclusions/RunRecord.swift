/// When, where and by which version a run was made.
public struct RunRecord: Hashable, Sendable {
    /// The version of mxprobe.
    public let version: String
    /// A random id.
    public let id: String
    /// The start, RFC 3339 in UTC.
    public let startedAt: String
    /// From start to end.
    public let duration: Duration
    /// This machine's name, safe to print.
    public let hostname: String

    /// Creates a record.
    public init(
        version: String,
        id: String,
        startedAt: String,
        duration: Duration,
        hostname: String
    ) {
        self.version = version
        self.id = id
        self.startedAt = startedAt
        self.duration = duration
        self.hostname = hostname
    }
}
