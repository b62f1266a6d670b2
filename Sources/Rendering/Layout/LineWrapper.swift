/// Breaks text into lines of a width, at spaces, and inside a word only when it is longer than a line.
struct LineWrapper: Sendable {
    /// The columns of a line; at least 1.
    let width: Int

    /// Creates a wrapper.
    init(width: Int) { self.width = max(1, width) }

    /// The lines; none for text without words.
    ///
    /// The first line may have fewer columns, because something stands before it; it comes out
    /// empty when not even the first word fits there.
    func lines(_ text: StyledText, firstWidth: Int? = nil) -> [StyledText] {
        var lines: [StyledText] = []
        var line = StyledText()
        for word in text.words.flatMap({ pieces(of: $0) }) {
            let room = lines.isEmpty ? firstWidth ?? width : width
            let gap = line.isEmpty ? 0 : 1
            let isAlone = line.isEmpty && room == width
            if isAlone || line.width + gap + word.width <= room {
                line = gap == 0 ? word : line.spaced(word)
            } else {
                lines.append(line)
                line = word
            }
        }
        return line.isEmpty ? lines : lines + [line]
    }

    /// A word in pieces that fit a line; a piece of one character fits by definition.
    private func pieces(of word: StyledText) -> [StyledText] {
        var pieces: [StyledText] = []
        var rest = word
        while rest.width > width {
            let (head, tail) = rest.split(after: breakPoint(rest.plain))
            pieces.append(head)
            rest = tail
        }
        return rest.isEmpty ? pieces : pieces + [rest]
    }

    /// How many scalars of a long word go on this line: up to its last dot or the like in the line's
    /// second half, so that names break between labels; else as many characters as fit, and at least one.
    private func breakPoint(_ word: String) -> Int {
        var columns = 0
        var fitting = 0
        var preferred = 0
        for character in word {
            columns += DisplayWidth.of(String(character))
            if columns > width, fitting > 0 { break }
            fitting += character.unicodeScalars.count
            if ".:/@,;=".contains(character), columns >= width / 2 { preferred = fitting }
        }
        return preferred > 0 ? preferred : fitting
    }
}
