/// A thing worth telling, with a stable id.
public struct Finding: Hashable, Sendable {
    /// The stable dotted id, such as `mx.host-is-cname`.
    public let id: FindingID

    /// How bad it is.
    public let severity: Severity

    /// What it is about: a host, an endpoint, a domain.
    public let subject: String

    /// One sentence that an operator can act on, safe to print.
    public let message: String

    /// Creates a finding.
    public init(_ id: FindingID, _ severity: Severity, subject: String, message: String) {
        self.id = id
        self.severity = severity
        self.subject = subject
        self.message = message
    }
}
