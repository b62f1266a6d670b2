/// Cuts the bytes of a table into logical lines, as `readllines` in Postfix does.
///
/// A logical line starts with a physical line that does not begin with white space, and takes in
/// the lines after it that do. Blank lines and lines whose first visible character is `#` count
/// for nothing wherever they stand; they end no logical line.
struct LineScanner {
    let bytes: [UInt8]

    /// What one physical line is.
    enum LineKind {
        case blank
        case comment
        case indented
        case text
    }

    /// The bytes of one logical line, or of one line that counts for nothing.
    struct LogicalLine {
        let kind: LineKind
        /// The number of the first physical line, from 1.
        let firstLine: Int
        /// The number of the last physical line that carries text.
        let lastLine: Int
        /// From the first byte to behind the last line that carries text, its newline included.
        let range: Range<Int>

        var isSinglePhysicalLine: Bool { firstLine == lastLine }
    }

    /// The position behind the physical line that holds a position.
    func endOfLine(from start: Int) -> Int {
        var index = start
        while index < bytes.count {
            if bytes[index] == .newline { return index + 1 }
            index += 1
        }
        return index
    }

    /// What the physical line is that starts at a position.
    func kind(at start: Int, before end: Int) -> LineKind {
        var index = start
        while index < end, bytes[index].isSpace { index += 1 }
        if index == end { return .blank }
        if bytes[index] == .hash { return .comment }
        return index == start ? .text : .indented
    }

    /// The logical line, comment or blank line that starts at a position.
    func logicalLine(at start: Int, number: Int) -> LogicalLine {
        let end = endOfLine(from: start)
        let kind = kind(at: start, before: end)
        guard kind == .text || kind == .indented else {
            return LogicalLine(
                kind: kind,
                firstLine: number,
                lastLine: number,
                range: start..<end
            )
        }
        return continued(from: start, end: end, number: number, kind: kind)
    }

    private func continued(from start: Int, end: Int, number: Int, kind: LineKind) -> LogicalLine {
        var textEnd = end
        var lastLine = number
        var next = end
        var line = number
        while next < bytes.count, bytes[next] == .hash || bytes[next].isSpace {
            let lineEnd = endOfLine(from: next)
            line += 1
            if self.kind(at: next, before: lineEnd) == .indented {
                textEnd = lineEnd
                lastLine = line
            }
            next = lineEnd
        }
        return LogicalLine(
            kind: kind,
            firstLine: number,
            lastLine: lastLine,
            range: start..<textEnd
        )
    }

    /// The text of a logical line as Postfix sees it: physical lines joined without their
    /// newlines, comments and blank lines left out, leading white space of continuations kept.
    func text(of line: LogicalLine) -> ArraySlice<UInt8> {
        guard !line.isSinglePhysicalLine else { return withoutNewline(line.range) }
        var joined: [UInt8] = []
        var start = line.range.lowerBound
        while start < line.range.upperBound {
            let end = endOfLine(from: start)
            let kind = kind(at: start, before: end)
            if kind == .text || kind == .indented {
                joined.append(contentsOf: withoutNewline(start..<end))
            }
            start = end
        }
        return joined[...]
    }

    private func withoutNewline(_ range: Range<Int>) -> ArraySlice<UInt8> {
        let slice = bytes[range]
        return slice.last == .newline ? slice.dropLast() : slice
    }
}
