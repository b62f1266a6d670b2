/// What one run found, and when and where it was made.
public struct RunObservation: Hashable, Sendable {
    /// The run.
    public var run: RunMark
    /// Each subject that was looked at, once.
    public var subjects: [SubjectObservation]
    /// The certificates that mail hosts showed.
    public var certificates: [CertificateObservation]
    /// Subjects that are no longer looked after, because the configuration no longer names them.
    public var retired: [Subject]

    /// Creates an observation.
    public init(
        run: RunMark,
        subjects: [SubjectObservation] = [],
        certificates: [CertificateObservation] = [],
        retired: [Subject] = []
    ) {
        self.run = run
        self.subjects = subjects
        self.certificates = certificates
        self.retired = retired
    }
}

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
