/// The small table that mxprobe owns, listed first in `transport_maps`.
///
/// One header and one line an entry, sorted by pattern, so that the same diversions always give
/// the same bytes. Anything else in the file means that somebody else wrote there.
public struct OverlayMap: Sendable {
    /// What the file begins with; alone it is the table without an entry.
    public static let header = Array(
        """
        # mxprobe overlay/1: the diversions that "mxprobe transport apply" made.
        # It is written anew each time; entries of your own belong into another table.

        """.utf8
    )

    /// The file as it is; empty where there is none yet.
    private let original: [UInt8]

    /// The diversions: folded pattern and result, sorted by pattern.
    private let entries: [Entry]

    private let dialect: MapDialect

    private struct Entry: Hashable {
        let pattern: [UInt8]
        var result: [UInt8]
        let line: [UInt8]

        init(pattern: [UInt8], result: [UInt8]) {
            self.pattern = pattern
            self.result = result
            line = pattern + [32] + result + [.newline]
        }
    }

    /// Reads the file; no bytes at all are a table yet to be made.
    ///
    /// - Returns: `nil` when the file is not exactly as it would be written.
    public init?(_ bytes: [UInt8], dialect: MapDialect = MapDialect()) {
        original = bytes
        self.dialect = dialect
        guard !bytes.isEmpty else {
            entries = []
            return
        }
        guard let map = TransportMap(bytes, dialect: dialect),
            !map.problems.contains(where: \.isIgnored)
        else { return nil }
        entries = map.entries.map { Entry(pattern: $0.pattern, result: $0.result) }
        let isSorted = zip(entries, entries.dropFirst()).allSatisfy {
            $0.pattern.lexicographicallyPrecedes($1.pattern)
        }
        let isFolded = entries.allSatisfy {
            CaseFolding.fold($0.pattern[...], unicode: dialect.requiresUTF8) == $0.pattern
        }
        guard isSorted, isFolded, Self.header + entries.flatMap(\.line) == bytes
        else { return nil }
    }

    /// The patterns that are diverted, case-folded, with what is in force for them.
    public var diversions: [(pattern: [UInt8], result: TransportResult)] {
        entries.compactMap { entry in
            TransportResult(entry.result).map { (entry.pattern, $0) }
        }
    }

    /// Plans changes of the table; to undo a diversion is to take its entry away.
    public func plan(_ changes: [MapChange]) -> EditPlan {
        var wanted = Dictionary(uniqueKeysWithValues: entries.map { ($0.pattern, $0.result) })
        var outcomes: [ChangeOutcome] = []
        for change in changes { outcomes += apply(change, to: &wanted) }
        return EditPlan(original: original, edits: edits(towards: wanted), outcomes: outcomes)
    }

    private func apply(
        _ change: MapChange,
        to wanted: inout [[UInt8]: [UInt8]]
    ) -> [ChangeOutcome] {
        switch change {
        case .divert(let pattern, let result):
            let key = fold(pattern)
            if dialect.requiresUTF8, !UTF8Check.isValid(result.bytes[...]) {
                return [ChangeOutcome(pattern: key, disposition: .refused(.notUTF8))]
            }
            let old = wanted.updateValue(result.bytes, forKey: key)
            let isSame = old == result.bytes
            return [ChangeOutcome(pattern: key, disposition: isSame ? .unchanged : .edited)]
        case .revert(let pattern):
            let key = fold(pattern)
            let old = wanted.removeValue(forKey: key)
            let disposition: ChangeOutcome.Disposition =
                old == nil ? .refused(.notDiverted) : .edited
            return [ChangeOutcome(pattern: key, disposition: disposition)]
        case .forget(let pattern):
            // Nothing is remembered here that could be forgotten.
            return [ChangeOutcome(pattern: fold(pattern), disposition: .refused(.notDiverted))]
        case .revertAll:
            let keys = wanted.keys.sorted { $0.lexicographicallyPrecedes($1) }
            wanted = [:]
            return keys.map { ChangeOutcome(pattern: $0, disposition: .edited) }
        }
    }

    private func fold(_ pattern: TransportPattern) -> [UInt8] {
        CaseFolding.fold(pattern.bytes[...], unicode: dialect.requiresUTF8)
    }

    /// The edits that turn the file into one with other entries.
    private func edits(towards wanted: [[UInt8]: [UInt8]]) -> [LineEdit] {
        var edits: [LineEdit] = []
        if original.isEmpty { edits.append(LineEdit(range: 0..<0, replacement: Self.header)) }
        var position = original.isEmpty ? 0 : Self.header.count
        let present = Set(entries.map(\.pattern))
        var missing = wanted.keys.filter { !present.contains($0) }
            .sorted { $0.lexicographicallyPrecedes($1) }[...]
        func insertMissing(before pattern: [UInt8]?) {
            while let key = missing.first, let result = wanted[key],
                pattern.map({ key.lexicographicallyPrecedes($0) }) ?? true
            {
                let line = Entry(pattern: key, result: result).line
                edits.append(LineEdit(range: position..<position, replacement: line))
                missing = missing.dropFirst()
            }
        }
        for entry in entries {
            insertMissing(before: entry.pattern)
            let range = position..<(position + entry.line.count)
            let new = wanted[entry.pattern].map { Entry(pattern: entry.pattern, result: $0).line }
            if new != entry.line {
                edits.append(LineEdit(range: range, replacement: new ?? []))
            }
            position = range.upperBound
        }
        insertMissing(before: nil)
        return edits
    }
}
