/// The entries of a table that somebody has written, changed or removed and that are not in its index yet: what
/// `postmap` would bring into use.
public struct PendingEntries: Sendable {
    /// How many there are.
    public let count: Int

    /// The first of them: those of the text in its order, then those that are only in the index.
    public let first: [PendingEntry]

    /// The most that are listed: more than a person reads in one warning.
    public static let listedLimit = 5

    private let text: TransportMap
    private let index: TransportMap

    /// Compares a text with its index; `nil` where they say the same.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - index: The index as `postmap -s` lists it, read as a table.
    public init?(text: TransportMap, index: TransportMap) {
        self.text = text
        self.index = index
        var count = 0
        var matched = 0
        var first: [PendingEntry] = []
        func note(_ entry: PendingEntry) {
            count += 1
            if first.count < Self.listedLimit { first.append(entry) }
        }
        for entry in text.entries {
            let indexed = index.entry(for: entry.pattern)?.result
            if indexed != nil { matched += 1 }
            // Of equal patterns only the first counts.
            guard indexed != entry.result, text.entry(for: entry.pattern)?.lines == entry.lines
            else { continue }
            note(Self.pending(entry, indexed: indexed))
        }
        // Where each of the index has been met there is none that is gone: most tables are compared in one pass.
        let hasAll = text.firstDuplicate == nil && matched == index.entryCount
        if !hasAll {
            for entry in index.entries where text.entry(for: entry.pattern) == nil {
                note(Self.removed(entry))
            }
        }
        guard count > 0 else { return nil }
        self.count = count
        self.first = first
    }

    /// What is pending for a pattern; `nil` where text and index agree about it.
    public func entry(for pattern: [UInt8]) -> PendingEntry? {
        let indexed = index.entry(for: pattern)
        guard let written = text.entry(for: pattern) else { return indexed.map(Self.removed) }
        guard written.result != indexed?.result else { return nil }
        return Self.pending(written, indexed: indexed?.result)
    }

    private static func pending(_ entry: TransportEntry, indexed: [UInt8]?) -> PendingEntry {
        PendingEntry(
            pattern: entry.pattern,
            indexed: indexed,
            written: entry.result,
            line: entry.lines.lowerBound
        )
    }

    private static func removed(_ entry: TransportEntry) -> PendingEntry {
        PendingEntry(pattern: entry.pattern, indexed: entry.result, written: nil, line: nil)
    }
}
