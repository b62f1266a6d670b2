internal import Yams

/// A place in a settings file: line and column in characters, both from 1.
struct Position: Hashable, Comparable {
    /// The line.
    let line: Int
    /// The column.
    let column: Int

    /// The beginning of a file.
    static let start = Position(line: 1, column: 1)

    /// Where a node begins.
    init(_ node: Node) { self.init(node.mark) }

    /// Where a mark points; the beginning where there is none.
    init(_ mark: Mark?) {
        self.init(line: mark?.line ?? 1, column: mark?.column ?? 1)
    }

    /// Creates a position.
    init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    static func < (left: Position, right: Position) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}
