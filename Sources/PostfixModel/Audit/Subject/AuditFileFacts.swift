/// The facts of a file.
public struct AuditFileFacts: Hashable, Sendable {
    /// When its content last changed, in nanoseconds since 1970 (UTC).
    public var modifiedAt: Int64
    /// The user that owns it.
    public var owner: UInt32
    /// The user that owns its directory; `nil` where that could not be told.
    public var directoryOwner: UInt32?

    /// Creates facts.
    public init(modifiedAt: Int64, owner: UInt32, directoryOwner: UInt32? = nil) {
        self.modifiedAt = modifiedAt
        self.owner = owner
        self.directoryOwner = directoryOwner
    }
}
