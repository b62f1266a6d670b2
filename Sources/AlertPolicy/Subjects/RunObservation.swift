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
