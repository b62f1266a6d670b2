public import TransportMap

/// How the tables and files that main.cf names are read.
///
/// The caller supplies it: from memory in tests, from `postmap -q` and the file system else.
/// What main.cf itself holds (`inline:`, `static:`) is never asked for.
public struct TableAccess: Sendable {
    /// Answers for a table and a key; the key is case-folded in lists of domains, and as the
    /// recipient has it in `transport_maps`.
    public var answer: @Sendable (_ table: TableSpecification, _ key: [UInt8]) -> TableAnswer

    /// Reads a file of patterns, `/etc/postfix/relay_domains`.
    public var patternFile: @Sendable (_ path: String) -> PatternFile

    /// What became of reading a file of patterns.
    public enum PatternFile: Hashable, Sendable {
        /// Its bytes.
        case text([UInt8])
        /// It could not be read; one lower-case phrase that says why.
        case failed(String)
    }

    /// Creates an access to tables.
    public init(
        answer: @escaping @Sendable (TableSpecification, [UInt8]) -> TableAnswer,
        patternFile: @escaping @Sendable (String) -> PatternFile
    ) {
        self.answer = answer
        self.patternFile = patternFile
    }

    /// An access to nothing: every table and file fails with one reason.
    public static func none(_ reason: String) -> TableAccess {
        TableAccess(answer: { _, _ in .failed(reason) }, patternFile: { _ in .failed(reason) })
    }

    /// A table of a list of domains, ready to be asked.
    func table(_ specification: TableSpecification, dialect: MapDialect) -> LookupTable {
        if let table = specification.builtInTable(foldsKeys: false, dialect: dialect) {
            return table
        }
        return LookupTable(name: specification.text, matching: specification.matching) { key in
            answer(specification, key)
        }
    }
}
