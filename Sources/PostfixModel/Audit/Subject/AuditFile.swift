/// What is known of a file.
public enum AuditFile: Hashable, Sendable {
    /// It is there.
    case present(AuditFileFacts)
    /// It is not there.
    case missing
    /// It could not be looked at or read; one lower-case phrase that says why.
    case unreadable(String)

    /// The facts of a file that is there.
    var facts: AuditFileFacts? {
        guard case .present(let facts) = self else { return nil }
        return facts
    }
}
