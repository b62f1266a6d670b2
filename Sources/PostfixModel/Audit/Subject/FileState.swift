/// What is known of a file.
public enum FileState: Hashable, Sendable {
    /// It is there.
    case present(FileFacts)
    /// It is not there.
    case missing
    /// It could not be looked at or read; one lower-case phrase that says why.
    case unreadable(String)

    /// The facts of a file that is there.
    var facts: FileFacts? {
        guard case .present(let facts) = self else { return nil }
        return facts
    }
}

/// The facts of a file.
public struct FileFacts: Hashable, Sendable {
    /// When its content last changed, in nanoseconds since 1970 (UTC).
    public var modifiedAt: Int64
    /// The user that owns it.
    public var owner: UInt32
    /// The user that owns its directory.
    public var directoryOwner: UInt32

    /// Creates facts.
    public init(modifiedAt: Int64, owner: UInt32 = 0, directoryOwner: UInt32 = 0) {
        self.modifiedAt = modifiedAt
        self.owner = owner
        self.directoryOwner = directoryOwner
    }
}
