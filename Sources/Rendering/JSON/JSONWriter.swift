/// Writes JSON values as text (RFC 8259), the same bytes for the same value every time.
package struct JSONWriter: Sendable {
    /// How much white space there is.
    package enum Layout: Sendable {
        /// Indented by two spaces, short flat values on one line; for people.
        case pretty
        /// All on one line; for NDJSON and other machines.
        case compact
    }

    /// The longest flat value, in characters when compact, that pretty output keeps on one line: with key and indent it fits about 100 columns.
    private static let flatWidth = 76

    /// Room for most values, so that it is not made bit by bit.
    private static let usualLength = 4_096

    private let layout: Layout
    /// UTF-8: bytes are appended several times faster than characters.
    private var output: [UInt8] = []

    private init(layout: Layout) { self.layout = layout }

    /// The value as JSON text, without a final line break.
    package static func text(_ value: JSONValue, layout: Layout) -> String {
        var writer = JSONWriter(layout: layout)
        writer.output.reserveCapacity(usualLength)
        writer.write(value, depth: 0)
        return String(decoding: writer.output, as: UTF8.self)
    }

    private mutating func write(_ value: JSONValue, depth: Int) {
        let isOnOneLine = layout == .compact || value.isFlat && fitsOneLine(value)
        switch value {
        case .null: append("null")
        case .bool(let bool): append(bool ? "true" : "false")
        case .integer(let number): append(String(number))
        case .milliseconds(let duration): append(duration.millisecondsText)
        case .string(let text): write(text)
        case .array(let elements):
            write(elements, in: ("[", "]"), depth: isOnOneLine ? nil : depth) {
                $0.write($1, depth: depth + 1)
            }
        case .object(let members):
            write(members, in: ("{", "}"), depth: isOnOneLine ? nil : depth) {
                $0.write($1.key)
                $0.append($0.layout == .pretty ? ": " : ":")
                $0.write($1.value, depth: depth + 1)
            }
        }
    }

    /// Writes items between brackets: below each other when a depth is given, else on one line.
    private mutating func write<Item>(
        _ items: [Item],
        in brackets: (open: String, close: String),
        depth: Int?,
        each: (inout JSONWriter, Item) -> Void
    ) {
        let lineBreak = depth.map { "\n" + String(repeating: "  ", count: $0 + 1) }
        append(brackets.open)
        for (index, item) in items.enumerated() {
            if index > 0 { append(lineBreak == nil && layout == .pretty ? ", " : ",") }
            if let lineBreak { append(lineBreak) }
            each(&self, item)
        }
        if let lineBreak { append(lineBreak.dropLast(2)) }
        append(brackets.close)
    }

    /// Whether a flat value is short enough for one line of pretty output.
    private func fitsOneLine(_ value: JSONValue) -> Bool {
        JSONWriter.text(value, layout: .compact).count <= JSONWriter.flatWidth
    }

    private mutating func append(_ text: some StringProtocol) {
        output.append(contentsOf: text.utf8)
    }

    private mutating func write(_ text: String) {
        append("\"")
        if JSONWriter.isPlain(text) { append(text) } else { writeEscaped(text) }
        append("\"")
    }

    /// Whether text is ASCII that stands as it is.
    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { byte in
            (0x20...0x7e).contains(byte) && byte != UInt8(ascii: "\"")
                && byte != UInt8(ascii: "\\")
        }
    }

    private mutating func writeEscaped(_ text: String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": append("\\\"")
            case "\\": append("\\\\")
            case "\n": append("\\n")
            case "\r": append("\\r")
            case "\t": append("\\t")
            case "\u{0}"..."\u{1f}", "\u{7f}"..."\u{9f}", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                append("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
            default: output.append(contentsOf: String(scalar).utf8)
            }
        }
    }
}
