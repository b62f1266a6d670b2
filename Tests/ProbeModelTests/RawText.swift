import Testing

/// Text of a test row that may hold anything, shown with its odd characters escaped.
struct RawText: ExpressibleByStringLiteral, CustomTestStringConvertible, Sendable {
    let text: String

    init(_ text: String) { self.text = text }

    init(stringLiteral text: String) { self.text = text }

    var testDescription: String {
        let shown = text.unicodeScalars.prefix(60).map { $0.escaped(asASCII: true) }.joined()
        return text.unicodeScalars.count > 60 ? "\(shown)…" : shown
    }
}
