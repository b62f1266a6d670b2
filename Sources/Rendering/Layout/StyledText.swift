import ProbeModel

/// Text on one line whose parts may look different; nothing in it can control a terminal.
///
/// The one way in escapes whatever could (``SafeText``), so the one way out only adds what
/// ``Style`` defines.
struct StyledText: Hashable, Sendable {
    /// A run of characters that look alike.
    struct Span: Hashable, Sendable {
        /// The characters, safe to print.
        fileprivate(set) var text: String
        /// How they look.
        let style: Style
    }

    /// The parts in order.
    private(set) var spans: [Span] = []

    /// Creates an empty text.
    init() {}

    /// Creates a text of one part; characters outside ASCII are escaped too where the output cannot show them.
    init(_ text: String, _ style: Style = .plain, isASCII: Bool) {
        var safe = StyledText.isPlain(text) ? text : SafeText.escape(text)
        if isASCII, !safe.utf8.allSatisfy({ $0 < 128 }) {
            safe = safe.unicodeScalars.map { $0.escaped(asASCII: true) }.joined()
        }
        if !safe.isEmpty { spans = [Span(text: safe, style: style)] }
    }

    /// Whether a text is printable ASCII, as nearly all of it is.
    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x20...0x7e).contains($0) }
    }

    private init(spans: [Span]) { self.spans = spans }

    /// The columns that the text takes up.
    var width: Int { spans.reduce(0) { $0 + DisplayWidth.of($1.text) } }

    /// Whether there is nothing to see.
    var isEmpty: Bool { spans.isEmpty }

    /// The text without its looks.
    var plain: String { spans.map(\.text).joined() }

    /// The text as written to a terminal, with SGR sequences when colour is on.
    func painted(color: Bool) -> String {
        guard color else { return plain }
        return spans.map { span in
            guard let parameters = span.style.parameters else { return span.text }
            return "\u{1b}[\(parameters)m\(span.text)\u{1b}[0m"
        }.joined()
    }

    /// The text with spaces at its end up to a width.
    func padded(to width: Int) -> StyledText { self + .spaces(width - self.width) }

    /// The text without the spaces at its end.
    var trimmed: StyledText {
        let scalars = Array(plain.unicodeScalars)
        return split(after: scalars.count - scalars.reversed().prefix { $0 == " " }.count).head
    }

    /// The text after a number of its columns that are all spaces.
    func dropping(_ columns: Int) -> StyledText { split(after: columns).tail }

    /// This text, a space, and another; the space looks like its neighbours where those look alike.
    func spaced(_ word: StyledText) -> StyledText {
        let style = spans.last?.style
        let isAlike = style == word.spans.first?.style
        let space = Span(text: " ", style: isAlike ? style ?? .plain : .plain)
        return self + StyledText(spans: [space]) + word
    }

    /// So many spaces, or none.
    static func spaces(_ count: Int) -> StyledText {
        count <= 0
            ? StyledText()
            : StyledText(spans: [Span(text: String(repeating: " ", count: count), style: .plain)])
    }

    static func + (left: StyledText, right: StyledText) -> StyledText {
        var sum = left
        sum += right
        return sum
    }

    static func += (left: inout StyledText, right: StyledText) {
        for span in right.spans {
            if left.spans.last?.style == span.style {
                left.spans[left.spans.count - 1].text += span.text
            } else {
                left.spans.append(span)
            }
        }
    }

    /// The words between spaces.
    var words: [StyledText] {
        var words: [StyledText] = [StyledText()]
        for span in spans {
            let pieces = span.text.split(separator: " ", omittingEmptySubsequences: false)
            for (index, piece) in pieces.enumerated() {
                if index > 0 { words.append(StyledText()) }
                guard !piece.isEmpty else { continue }
                words[words.count - 1] += StyledText(
                    spans: [Span(text: String(piece), style: span.style)])
            }
        }
        return words.filter { !$0.isEmpty }
    }

    /// The text cut after a number of its Unicode scalars.
    ///
    /// Not of its characters: where one span's last scalar combines with the next one's first, spans
    /// hold more characters than the whole does.
    func split(after count: Int) -> (head: StyledText, tail: StyledText) {
        var head = StyledText()
        var tail = StyledText()
        var left = count
        for span in spans {
            let scalars = span.text.unicodeScalars
            let own = min(left, scalars.count)
            left -= own
            head += StyledText(scalars.prefix(own), span.style)
            tail += StyledText(scalars.dropFirst(own), span.style)
        }
        return (head, tail)
    }

    private init(_ scalars: Substring.UnicodeScalarView, _ style: Style) {
        if !scalars.isEmpty { spans = [Span(text: String(scalars), style: style)] }
    }
}

extension Unicode.Scalar {
    fileprivate func escaped(asASCII: Bool) -> String {
        isASCII ? String(self) : "\\u{\(String(value, radix: 16))}"
    }
}
