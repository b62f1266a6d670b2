public import TransportMap

/// An interrupted change that was found, what became of it, and whose mail it is about.
public struct RecoveredChange: Hashable, Sendable {
    /// What became of it.
    public let outcome: MapRecovery

    /// The patterns that lookups may have answered differently for since the change began.
    ///
    /// There are none where nothing of it was in use. The run that was interrupted may not have had Postfix take notice.
    public let patterns: [TransportPattern]

    /// Nothing was under way.
    static let nothing = RecoveredChange(outcome: .nothing, patterns: [])
}
