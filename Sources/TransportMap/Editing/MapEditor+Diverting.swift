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
        guard diversion.result != result else { return .success(nil) }
        let block = DiversionBlock(
            pattern: entry.pattern,
            gap: gap(of: entry),
            result: result,
            old: diversion.original,
            newline: newline(endingBefore: entry.byteRange.lowerBound),
            dialect: map.dialect
        )
        let end = map.bytes[entry.byteRange].finalNewline.count
        let range = diversion.markerStart..<(entry.byteRange.upperBound - end)
        return .success(LineEdit(range: range, replacement: block.bytes))
    }

    private func replace(
        _ entry: TransportEntry,
        with result: TransportResult
    ) -> Result<LineEdit?, EditRefusal> {
        guard entry.result != result.bytes else { return .success(nil) }
        if let block = blocks.first(where: { $0.lines.overlaps(entry.lines) }) {
            return .failure(.managedBlock(line: block.lines.lowerBound))
        }
        let text = map.bytes[entry.byteRange]
        let old = text.last == .newline ? text.dropLast() : text
        let block = DiversionBlock(
            pattern: entry.pattern,
            gap: gap(of: entry),
            result: result,
            old: Array(old),
            newline: text.firstNewline ?? newline(endingBefore: entry.byteRange.lowerBound),
            dialect: map.dialect
        )
        return .success(
            LineEdit(
                range: old.startIndex..<old.endIndex,
                replacement: block.bytes + text.finalNewline.dropLast()
            )
        )
    }

    /// The white space behind a pattern, as far as it stands on the same line.
    private func gap(of entry: TransportEntry) -> [UInt8] {
        let line = map.bytes[entry.byteRange]
        guard line.starts(with: entry.pattern) else { return [] }
        return line.dropFirst(entry.pattern.count).prefix { $0 == 32 || $0 == 9 } + []
    }

    /// A new entry at the end of the file, which ends in a newline afterwards only if it did.
    private func append(_ pattern: TransportPattern, _ result: TransportResult) -> LineEdit {
        let newline = map.bytes[...].firstNewline ?? [.newline]
        let block = DiversionBlock(
            pattern: pattern.bytes,
            gap: [],
            result: result,
            old: [],
            newline: newline,
            dialect: map.dialect
        )
        let isFinished = map.bytes.last.map { $0 == .newline } ?? true
        let end = map.bytes.count
        return LineEdit(
            range: end..<end,
            replacement: isFinished ? block.bytes + newline : [.newline] + block.bytes
        )
    }

    /// The newline that ends the line before a position.
    private func newline(endingBefore position: Int) -> [UInt8] {
        let newline = map.bytes[..<position].finalNewline
        return newline.isEmpty ? [.newline] : newline
    }
}
