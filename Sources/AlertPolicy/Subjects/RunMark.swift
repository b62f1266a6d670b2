/// Which run it is, and when and where it was made.
public struct RunMark: Hashable, Sendable {
    /// The run's id, which is random.
    public var id: String
    /// The time that counts for everything in the run, in seconds since 1970 (UTC).
    public var time: Int64
    /// This machine's name, safe to print.
    public var host: String
    /// The same time on this machine's clock; `nil` where it is not known, and then no maintenance window applies.
    public var localTime: LocalTime?

    /// Creates a mark.
    public init(id: String, time: Int64, host: String, localTime: LocalTime? = nil) {
        self.id = id
        self.time = time
        self.host = host
        self.localTime = localTime
    }
}
