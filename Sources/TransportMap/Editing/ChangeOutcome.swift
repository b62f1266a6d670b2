/// What a plan does about one change; a change of everything has one outcome for each diversion.
public struct ChangeOutcome: Hashable, Sendable {
    /// The pattern concerned, case-folded; `nil` for a marker that cannot be read.
    public let pattern: [UInt8]?

    /// What is planned.
    public let disposition: Disposition

    /// What can be planned about a change.
    public enum Disposition: Hashable, Sendable {
        /// The file changes.
        case edited
        /// The file says so already.
        case unchanged
        /// The change cannot be made.
        case refused(EditRefusal)
    }
}
