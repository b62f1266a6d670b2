public import ProbeModel

/// Something that an audit found.
public struct AuditFinding: Hashable, Sendable {
    /// What it is.
    public var id: AuditFindingID
    /// How bad it is; `ok` for what is worth knowing and may well be meant.
    public var severity: Severity
    /// The file and line concerned, where there is one.
    public var place: FilePlace?
    /// The domain, table or parameter concerned, safe to print.
    public var subject: String
    /// What was found, in one sentence, safe to print.
    public var message: String
    /// What to do about it, in one sentence, safe to print.
    public var cure: String

    /// Creates a finding.
    public init(
        _ id: AuditFindingID,
        _ severity: Severity,
        subject: String,
        place: FilePlace? = nil,
        message: String,
        cure: String
    ) {
        self.id = id
        self.severity = severity
        self.place = place
        self.subject = subject
        self.message = message
        self.cure = cure
    }
}
