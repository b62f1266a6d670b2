/// The ports of an address that showed the same, and what they showed.
struct MXTableCell: Sendable {
    /// The ports; empty where none was tried.
    var ports = StyledText()

    /// A sign and a few words.
    let words: StyledText

    /// The cell on one line.
    var line: StyledText { ports.isEmpty ? words : ports + .spaces(1) + words }

    /// The columns of the cell when the words stand below the ports.
    var leastWidth: Int { max(ports.width, words.width + MXTableLayout.gap) }

    /// The cell on lines of a width: the words below the ports where they do not fit beside them.
    func lines(width: Int) -> [StyledText] {
        if line.width <= width || ports.isEmpty { return LineWrapper(width: width).lines(line) }
        let gap = MXTableLayout.gap
        return LineWrapper(width: width).lines(ports)
            + LineWrapper(width: width - gap).lines(words).map { .spaces(gap) + $0 }
    }
}
