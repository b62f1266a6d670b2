/// What a transaction did.
public struct AppliedEdit: Hashable, Sendable {
    /// Whether the table was changed; false where it said so already.
    public let isChanged: Bool

    /// The file that holds the text, symbolic links followed.
    public let sourcePath: String

    /// Whether the index was missing or older than its text before the change, so that entries took
    /// effect that were written earlier.
    public let wasStale: Bool

    /// What became of an interrupted change that was found first.
    public let recovery: MapRecovery
}
