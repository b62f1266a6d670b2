extension MapEditor {
    /// Plans to send a pattern another way; `nil` when the table says so already.
    func divert(
        _ pattern: TransportPattern,
        to result: TransportResult
    ) -> Result<LineEdit?, EditRefusal> {
        if map.dialect.requiresUTF8, !UTF8Check.isValid(result.bytes[...]) {
            return .failure(.notUTF8)
        }
        let entry = map.entry(for: pattern.bytes)
        if let line = unreadableMarker(above: entry) {
            return .failure(.unreadableMarker(line: line))
        }
        return intactDiversion(of: fold(pattern)).flatMap { diversion in
            switch (diversion, entry) {
            case (let diversion?, let entry?): divertAgain(diversion, entry, to: result)
            case (let diversion?, nil): .failure(.entryMissing(line: diversion.line))
            case (nil, let entry?): replace(entry, with: result)
            case (nil, nil): .success(append(pattern, result))
            }
        }
    }

    private func divertAgain(
        _ diversion: Diversion,
        _ entry: TransportEntry,
        to result: TransportResult
    ) -> Result<LineEdit?, EditRefusal> {
        guard entry.lines.lowerBound == diversion.line + 1 else {
            return .failure(.hidden(byLine: entry.lines.lowerBound))
        }
        guard diversion.result != result, let fields = diversion.marker else {
            return .success(nil)
        }
        let newline = newline(endingBefore: entry.byteRange.lowerBound)
        let start = diversion.byteRange.lowerBound
        let block = DiversionBlock(
            pattern: entry.pattern,
            separator: entry.separator,
            result: result,
            old: fields.old,
            glue: Array(map.bytes[start...].prefix(while: { $0.isSpace })),
            newline: newline,
            dialect: map.dialect
        )
        return .success(LineEdit(range: start..<contentEnd(of: entry), replacement: block.bytes))
    }

    private func replace(
        _ entry: TransportEntry,
        with result: TransportResult
    ) -> Result<LineEdit?, EditRefusal> {
        guard entry.result != result.bytes else { return .success(nil) }
        if let block = blocks.first(where: { $0.lines.overlaps(entry.lines) }) {
            return .failure(.managedBlock(line: block.lines.lowerBound))
        }
        let old = map.bytes[entry.byteRange]
        let block = DiversionBlock(
            pattern: entry.pattern,
            separator: entry.separator,
            result: result,
            old: Array(old),
            glue: [],
            newline: old.firstNewline ?? newline(endingBefore: entry.byteRange.lowerBound),
            dialect: map.dialect
        )
        return .success(
            LineEdit(range: entry.byteRange, replacement: block.bytes + old.finalNewline)
        )
    }

    /// A new entry at the end of the file, which ends in a newline afterwards only if it did.
    private func append(_ pattern: TransportPattern, _ result: TransportResult) -> LineEdit {
        let newline = map.bytes[...].firstNewline ?? [.newline]
        let isUnfinished = map.bytes.last.map { $0 != .newline } ?? false
        let block = DiversionBlock(
            pattern: pattern.bytes,
            separator: [],
            result: result,
            old: [],
            glue: isUnfinished ? newline : [],
            newline: newline,
            dialect: map.dialect
        )
        let end = map.bytes.count
        return LineEdit(
            range: end..<end,
            replacement: block.bytes + (isUnfinished ? [] : newline)
        )
    }

    /// Where the text of an entry ends, before its final newline.
    private func contentEnd(of entry: TransportEntry) -> Int {
        entry.byteRange.upperBound - map.bytes[entry.byteRange].finalNewline.count
    }

    /// The newline that ends the line before a position.
    private func newline(endingBefore position: Int) -> [UInt8] {
        let newline = map.bytes[..<position].finalNewline
        return newline.isEmpty ? [.newline] : newline
    }
}
