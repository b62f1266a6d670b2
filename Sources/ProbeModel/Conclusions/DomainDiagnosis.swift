/// The answer for one domain: the verdict, what it rests on, and what to do.
public struct DomainDiagnosis: Hashable, Sendable {
    /// What was seen.
    public var observation: DomainObservation
    /// The one-word answer.
    public var verdict: Verdict
    /// How bad it is; a diversion is as bad as the one who made it says.
    public var severity: Severity
    /// The answer in one sentence for a person, safe to print, without the domain's name.
    public var summary: String
    /// How Postfix here would deliver.
    public var route: Route
    /// The mail that waits for the domain; `nil` where the queue was not read.
    public var queue: QueueSummary?
    /// Things worth telling, the worst first.
    public var findings: [Finding]
    /// What to do, the smallest change first.
    public var recommendations: [Recommendation]

    /// Creates an answer; `severity` is the verdict's own unless told.
    public init(
        observation: DomainObservation,
        verdict: Verdict,
        severity: Severity? = nil,
        summary: String,
        route: Route = Route(source: .mx),
        queue: QueueSummary? = nil,
        findings: [Finding] = [],
        recommendations: [Recommendation] = []
    ) {
        self.observation = observation
        self.verdict = verdict
        self.severity = severity ?? verdict.severity
        self.summary = summary
        self.route = route
        self.queue = queue
        self.findings = findings
        self.recommendations = recommendations
    }
}
