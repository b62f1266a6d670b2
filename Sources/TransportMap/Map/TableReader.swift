/// One pass over the bytes of a table, then one over its keys.
struct TableReader {
    let scanner: LineScanner
    let dialect: MapDialect
    private(set) var problems: [MapProblem] = []
    private(set) var records: [TransportMap.EntryRecord] = []
    private(set) var index = KeyIndex(capacity: 0)
    private var hashes: [Int] = []
    private var folded: [UInt8] = []

    init(bytes: [UInt8], dialect: MapDialect) {
        scanner = LineScanner(bytes: bytes)
        self.dialect = dialect
    }

    mutating func readEntries() {
        var position = 0
        var line = 1
        while position < scanner.bytes.count {
            let logical = scanner.logicalLine(at: position, number: line)
            switch logical.kind {
            case .blank, .comment: break
            case .indented: report(.continuesNothing, logical.firstLine)
            case .text: read(logical)
            }
            position = logical.range.upperBound
            line = logical.lastLine + 1
        }
    }

    private mutating func read(_ line: LineScanner.LogicalLine) {
        let text = scanner.text(of: line)
        switch EntrySplitter.split(text, dialect: dialect) {
        case .refused(let kind):
            report(kind, line.firstLine)
        case .entry(let key, _):
            if text[key].last == .colon { report(.colonAfterKey, line.firstLine) }
            folded.removeAll(keepingCapacity: true)
            CaseFolding.append(text[key], to: &folded, unicode: dialect.requiresUTF8)
            hashes.append(KeyIndex.hash(folded))
            records.append(
                TransportMap.EntryRecord(
                    start: UInt32(truncatingIfNeeded: line.range.lowerBound),
                    line: UInt32(truncatingIfNeeded: line.firstLine)
                )
            )
        }
    }

    private mutating func report(_ kind: MapProblem.Kind, _ line: Int) {
        problems.append(MapProblem(kind: kind, line: line))
    }

    mutating func indexEntries() {
        var index = KeyIndex(capacity: records.count)
        for entry in records.indices {
            let first = index.insert(entry, hash: hashes[entry]) { other in
                hashes[other] == hashes[entry] && foldedKey(other) == foldedKey(entry)
            }
            guard let first else { continue }
            report(.duplicate(firstLine: Int(records[first].line)), Int(records[entry].line))
        }
        self.index = index
        hashes = []
    }

    private func foldedKey(_ entry: Int) -> [UInt8] {
        let record = records[entry]
        let line = scanner.logicalLine(at: Int(record.start), number: Int(record.line))
        let text = scanner.text(of: line)
        guard case .entry(let key, _) = EntrySplitter.split(text, dialect: dialect)
        else { return [] }
        return CaseFolding.fold(text[key], unicode: dialect.requiresUTF8)
    }
}
