/// One change of a transport entry, made or failed.
package struct DiversionChange: Hashable, Sendable {
    /// What was done.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The entry leads to an alternate port now.
        case diverted
        /// The entry is as it was before.
        case restored
        /// The map is unchanged because the change failed.
        case failed
    }

    /// What was done.
    package var kind: Kind
    /// The map's file.
    package var map: String
    /// The entry's pattern.
    package var pattern: String
    /// The result before; `nil` where there was no entry.
    package var oldResult: String?
    /// The result after; `nil` where there is no entry.
    package var newResult: String?
    /// When, in seconds since 1970 (UTC).
    package var time: Int64
    /// The run that did it.
    package var runID: String

    /// Creates a change.
    package init(
        _ kind: Kind,
        map: String,
        pattern: String,
        from oldResult: String?,
        to newResult: String?,
        at time: Int64,
        runID: String
    ) {
        self.kind = kind
        self.map = map
        self.pattern = pattern
        self.oldResult = oldResult
        self.newResult = newResult
        self.time = time
        self.runID = runID
    }
}
