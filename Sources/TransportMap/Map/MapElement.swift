/// One piece of a table; all of them in order are the whole file.
public struct MapElement: Hashable, Sendable {
    /// What the piece is.
    public let kind: Kind

    /// The physical lines, from 1.
    public let lines: ClosedRange<Int>

    /// The bytes, newlines included.
    public let byteRange: Range<Int>

    /// What a piece of a table can be.
    public enum Kind: Hashable, Sendable {
        /// White space only.
        case blank
        /// A line whose first visible character is `#`.
        case comment
        /// A logical line that Postfix reads; comments and blank lines inside it belong to it.
        case entry
        /// A logical line that Postfix ignores with a warning.
        case ignored
    }
}

extension TransportMap {
    /// The pieces of the table in order, without gap or overlap.
    public var elements: some Sequence<MapElement> {
        let scanner = LineScanner(bytes: bytes)
        return sequence(state: (position: 0, line: 1)) { [dialect] state -> MapElement? in
            guard state.position < scanner.bytes.count else { return nil }
            let line = scanner.logicalLine(at: state.position, number: state.line)
            state = (line.range.upperBound, line.lastLine + 1)
            return MapElement(
                kind: Self.kind(of: line, scanner: scanner, dialect: dialect),
                lines: line.firstLine...line.lastLine,
                byteRange: line.range
            )
        }
    }

    private static func kind(
        of line: LineScanner.LogicalLine,
        scanner: LineScanner,
        dialect: MapDialect
    ) -> MapElement.Kind {
        switch line.kind {
        case .blank: return .blank
        case .comment: return .comment
        case .indented: return .ignored
        case .text:
            let text = scanner.text(of: line)
            guard case .entry = EntrySplitter.split(text, dialect: dialect) else { return .ignored }
            return .entry
        }
    }
}
