/// A transport table in its text form, read without losing a byte.
///
/// The bytes are kept as they are; beside them stand only the positions of the entries and an
/// index of the patterns, about 16 bytes an entry. What counts and what is ignored is what
/// `postmap` and `texthash:` do with the same file: the first entry for a pattern wins.
///
/// See transport(5) and postmap(1).
public struct TransportMap: Sendable {
    /// The largest table accepted, in bytes.
    ///
    /// Room for about a million domains; beyond that a text table is the wrong tool, and the file
    /// is more likely not a table at all.
    public static let maximumSize = 64 << 20

    /// The table as it was read.
    public let bytes: [UInt8]

    /// The settings it was read with.
    public let dialect: MapDialect

    /// What `postmap` warns about, by line.
    public let problems: [MapProblem]

    let records: [EntryRecord]
    let index: KeyIndex

    /// Where an entry starts; the rest is read again when it is asked for.
    struct EntryRecord: Sendable {
        let start: UInt32
        let line: UInt32
    }

    /// Reads a table, or returns `nil` when it is larger than ``maximumSize``.
    ///
    /// Any bytes are a table; what makes no sense is in ``problems``.
    public init?(_ bytes: [UInt8], dialect: MapDialect = MapDialect()) {
        guard bytes.count <= Self.maximumSize else { return nil }
        var reader = TableReader(bytes: bytes, dialect: dialect)
        reader.readEntries()
        reader.indexEntries()
        self.bytes = bytes
        self.dialect = dialect
        problems = reader.problems.sorted { $0.line < $1.line }
        records = reader.records
        index = reader.index
    }

    /// The number of entries that are well-formed, duplicates included.
    public var entryCount: Int { records.count }

    /// The first entry that repeats a pattern.
    public var firstDuplicate: MapProblem? {
        problems.first {
            guard case .duplicate = $0.kind else { return false }
            return true
        }
    }

    /// The well-formed entries in file order, duplicates included.
    public var entries: some Sequence<TransportEntry> {
        let scanner = LineScanner(bytes: bytes)
        return records.lazy.compactMap { record in
            Self.entry(at: record, scanner: scanner, dialect: dialect)
        }
    }

    /// The entry that counts for a pattern, compared as Postfix compares keys; `nil` when there is
    /// none.
    ///
    /// The pattern is given as it would stand in the table, quotes included.
    public func entry(for key: [UInt8]) -> TransportEntry? {
        if dialect.requiresUTF8, !UTF8Check.isValid(key[...]) { return nil }
        let folded = CaseFolding.fold(key[...], unicode: dialect.requiresUTF8)
        let scanner = LineScanner(bytes: bytes)
        var found: TransportEntry?
        _ = index.first(hash: KeyIndex.hash(folded)) { number in
            guard
                let entry = Self.entry(at: records[number], scanner: scanner, dialect: dialect),
                CaseFolding.fold(entry.pattern[...], unicode: dialect.requiresUTF8) == folded
            else { return false }
            found = entry
            return true
        }
        return found
    }

    private static func entry(
        at record: EntryRecord,
        scanner: LineScanner,
        dialect: MapDialect
    ) -> TransportEntry? {
        let line = scanner.logicalLine(at: Int(record.start), number: Int(record.line))
        let text = scanner.text(of: line)
        guard case .entry(let key, let value) = EntrySplitter.split(text, dialect: dialect)
        else { return nil }
        return TransportEntry(
            pattern: Array(text[key]),
            result: Array(text[value]),
            lines: line.firstLine...line.lastLine,
            byteRange: line.range
        )
    }
}
