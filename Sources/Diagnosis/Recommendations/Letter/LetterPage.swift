/// Lines of plain text, wrapped at the letter's width.
struct LetterPage: Hashable, Sendable {
    private(set) var lines: [String] = []

    /// The lines, each ended by a line feed.
    var text: String { lines.map { $0 + "\n" }.joined() }

    /// Adds a line as it is.
    mutating func line(_ text: String) { lines.append(text) }

    /// Adds an empty line, unless there is one already.
    mutating func gap() {
        if lines.last?.isEmpty == false { lines.append("") }
    }

    /// Adds a wrapped paragraph.
    mutating func paragraph(_ text: String, indent: Int = 0) {
        let margin = String(repeating: " ", count: indent)
        wrap(text, first: margin, rest: margin)
    }

    /// Adds a wrapped point of a list.
    mutating func paragraph(_ text: String, bullet: String) {
        wrap(text, first: "  \(bullet) ", rest: String(repeating: " ", count: bullet.count + 3))
    }

    private mutating func wrap(_ text: String, first: String, rest: String) {
        var line = first
        var isBlank = true
        for word in text.split(separator: " ") {
            if !isBlank, line.count + 1 + word.count > UnblockLetter.width {
                lines.append(line)
                line = rest
                isBlank = true
            }
            line += isBlank ? String(word) : " " + word
            isBlank = false
        }
        if !isBlank { lines.append(line) }
    }
}
