public import ProbeModel

/// What one run found of one subject.
public struct SubjectObservation: Hashable, Sendable {
    /// The subject.
    public var subject: Subject
    /// Its condition in this run.
    public var condition: Condition
    /// The answer in one sentence, safe to print.
    public var summary: String
    /// What it rests on.
    public var evidence: [AlertEvidence]
    /// What to do first; `nil` where there is nothing.
    public var advice: AlertAdvice?
    /// For a domain: the families in which mail from here can try its hosts.
    public var families: Set<AddressFamily>

    /// Creates an observation.
    public init(
        subject: Subject,
        condition: Condition,
        summary: String,
        evidence: [AlertEvidence] = [],
        advice: AlertAdvice? = nil,
        families: Set<AddressFamily> = []
    ) {
        self.subject = subject
        self.condition = condition
        self.summary = summary
        self.evidence = evidence
        self.advice = advice
        self.families = families
    }
}
