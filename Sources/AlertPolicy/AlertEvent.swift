/// One change that is told, once, to every webhook that wants its kind.
public struct AlertEvent: Hashable, Sendable {
    /// The id, the same for each webhook and each attempt.
    public var id: String

    /// What kind of change.
    public var kind: EventKind

    /// What changed; `nil` for a test.
    public var subject: Subject?

    /// When it was noticed, in seconds since 1970 (UTC).
    public var time: Int64

    /// The run that noticed it.
    public var runID: String

    /// Creates an event.
    public init(id: String, kind: EventKind, subject: Subject?, time: Int64, runID: String) {
        self.id = id
        self.kind = kind
        self.subject = subject
        self.time = time
        self.runID = runID
    }
}
