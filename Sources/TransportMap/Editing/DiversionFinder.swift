/// Finds the diversions in a table by their markers.
struct DiversionFinder {
    let map: TransportMap
    private let scanner: LineScanner

    init(map: TransportMap) {
        self.map = map
        scanner = LineScanner(bytes: map.bytes)
    }

    /// The diversions in file order.
    func diversions() -> [Diversion] {
        var found: [Diversion] = []
        var position = 0
        var line = 1
        while position < map.bytes.count {
            let end = scanner.endOfLine(from: position)
            // A marker is rare: look closer only where a line begins with the hash sign.
            if map.bytes[position] == .hash,
                let diversion = diversion(at: position..<end, line: line)
            {
                found.append(diversion)
            }
            position = end
            line += 1
        }
        return found
    }

    private func diversion(at range: Range<Int>, line: Int) -> Diversion? {
        switch DiversionMarker.read(content(of: range)) {
        case .none: nil
        case .unreadable:
            Diversion(
                pattern: nil,
                line: line,
                state: .unreadable,
                result: nil,
                original: [],
                markerStart: range.lowerBound,
                byteRange: range
            )
        case .marker(let marker, let sum): diversion(marker, sum: sum, at: range, line: line)
        }
    }

    private func diversion(
        _ marker: DiversionMarker,
        sum: String,
        at range: Range<Int>,
        line: Int
    ) -> Diversion {
        let entryStart = range.upperBound
        let logical = scanner.logicalLine(at: entryStart, number: line + 1)
        let content = content(of: logical.range)
        let result = marker.sum(with: content) == sum ? result(in: content, for: marker.key) : nil
        let state: Diversion.State =
            result != nil ? .intact : logical.kind == .text ? .changed : .entryMissing
        return Diversion(
            pattern: marker.key,
            line: line,
            state: state,
            result: result,
            original: marker.old,
            markerStart: range.lowerBound,
            byteRange: undoneRange(marker, range.lowerBound, logical.range)
        )
    }

    /// The bytes that the marker's `old` takes the place of.
    ///
    /// The newline that ends the block stays, whoever put it there. Where there was no entry the
    /// two lines go with the newline in front of them, or, at the start of the file, behind them.
    private func undoneRange(
        _ marker: DiversionMarker,
        _ start: Int,
        _ entry: Range<Int>
    ) -> Range<Int> {
        let endsInNewline = map.bytes[entry].last == .newline
        let end = endsInNewline ? entry.upperBound - 1 : entry.upperBound
        if !marker.old.isEmpty { return start..<end }
        return start > 0 ? (start - 1)..<end : start..<entry.upperBound
    }

    /// What an entry says; `nil` when it is none, or none for the pattern.
    private func result(in content: ArraySlice<UInt8>, for pattern: [UInt8]) -> TransportResult? {
        guard case .entry(let key, let value) = EntrySplitter.split(content, dialect: map.dialect),
            CaseFolding.fold(content[key], unicode: map.dialect.requiresUTF8) == pattern
        else { return nil }
        return TransportResult(Array(content[value]))
    }

    /// A line without its newline and the carriage returns before that.
    private func content(of range: Range<Int>) -> ArraySlice<UInt8> {
        var content = map.bytes[range]
        if content.last == .newline { content = content.dropLast() }
        while content.last == .carriageReturn { content = content.dropLast() }
        return content
    }
}

extension TransportMap {
    /// The diversions in the table, in file order.
    public var diversions: [Diversion] { DiversionFinder(map: self).diversions() }
}
