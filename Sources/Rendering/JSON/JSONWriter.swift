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

    private let layout: Layout
    private var output = ""

    private init(layout: Layout) { self.layout = layout }

    /// The value as JSON text, without a final line break.
    package static func text(_ value: JSONValue, layout: Layout) -> String {
        var writer = JSONWriter(layout: layout)
        writer.write(value, depth: 0)
        return writer.output
    }

    private mutating func write(_ value: JSONValue, depth: Int) {
        let isOnOneLine = layout == .compact || value.isFlat && fitsOneLine(value)
        switch value {
        case .null: output += "null"
        case .bool(let bool): output += bool ? "true" : "false"
        case .integer(let number): output += String(number)
        case .milliseconds(let duration): output += duration.millisecondsText
        case .string(let text): write(text)
        case .array(let elements):
            write(elements, in: ("[", "]"), depth: isOnOneLine ? nil : depth) {
                $0.write($1, depth: depth + 1)
            }
        case .object(let members):
            write(members, in: ("{", "}"), depth: isOnOneLine ? nil : depth) {
                $0.write($1.key)
                $0.output += $0.layout == .pretty ? ": " : ":"
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
        output += brackets.open
        for (index, item) in items.enumerated() {
            if index > 0 { output += lineBreak == nil && layout == .pretty ? ", " : "," }
            output += lineBreak ?? ""
            each(&self, item)
        }
        output += (lineBreak?.dropLast(2) ?? "") + brackets.close
    }

    /// Whether a flat value is short enough for one line of pretty output.
    private func fitsOneLine(_ value: JSONValue) -> Bool {
        JSONWriter.text(value, layout: .compact).count <= JSONWriter.flatWidth
    }

    /// Whether a byte is plain ASCII that needs no escape, as nearly all are.
    private static func standsForItself(_ byte: UInt8) -> Bool {
        (0x20...0x7e).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    private mutating func write(_ text: String) {
        if text.utf8.allSatisfy(JSONWriter.standsForItself) {
            output += "\""
            output += text
            output += "\""
            return
        }
        output += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": output += "\\\""
            case "\\": output += "\\\\"
            case "\n": output += "\\n"
            case "\r": output += "\\r"
            case "\t": output += "\\t"
            case "\u{0}"..."\u{1f}", "\u{7f}"..."\u{9f}", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                output += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: output.unicodeScalars.append(scalar)
            }
        }
        output += "\""
    }
}
