package import AlertPolicy

/// Which part of the history is asked for.
package struct HistoryFilter: Hashable, Sendable {
    /// The subject; `nil` for all.
    package var subject: Subject?
    /// The earliest time, in seconds since 1970 (UTC).
    package var since: Int64
    /// Whether only rows whose verdict differs from the one before are wanted.
    package var isLimitedToTransitions: Bool

    /// Creates a filter.
    package init(subject: Subject? = nil, since: Int64 = 0, isLimitedToTransitions: Bool = false) {
        self.subject = subject
        self.since = since
        self.isLimitedToTransitions = isLimitedToTransitions
    }
}
