/// The small grammars that values in main.cf are written in.
///
/// Everything here works on bytes, as Postfix does; what separates is ASCII throughout, so that
/// text beyond ASCII comes through whole.
package enum ParameterText {
    /// The items of a list: text between commas and white space, a `{…}` kept together
    /// (`mystrtokq` with `CHARS_COMMA_SP` and `CHARS_BRACE`).
    package static func items(_ text: String) -> [String] { split(text, at: isSeparator) }

    /// The words of a line of master.cf: text between white space, a `{…}` kept together.
    package static func words(_ text: String) -> [String] { split(text, at: isSpace) }

    private static func split(_ text: String, at isSeparator: (UInt8) -> Bool) -> [String] {
        var items: [String] = []
        var item: [UInt8] = []
        var level = 0
        for byte in text.utf8 {
            if level == 0, isSeparator(byte) {
                if !item.isEmpty { items.append(String(decoding: item, as: UTF8.self)) }
                item = []
                continue
            }
            if byte == openingBrace {
                level += 1
            } else if byte == closingBrace, level > 0 {
                level -= 1
            }
            item.append(byte)
        }
        if !item.isEmpty { items.append(String(decoding: item, as: UTF8.self)) }
        return items
    }

    /// The text inside `{…}`; `nil` when the text is not exactly one such pair (`balpar`).
    package static func braced(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        guard bytes.first == openingBrace else { return nil }
        var level = 0
        for (index, byte) in bytes.enumerated() {
            if byte == openingBrace { level += 1 }
            if byte == closingBrace { level -= 1 }
            if level == 0 {
                guard index == bytes.count - 1 else { return nil }
                return String(decoding: bytes[1..<index], as: UTF8.self)
            }
        }
        return nil
    }

    /// The text without white space at either end.
    package static func trimmed(_ text: String) -> String {
        var bytes = Array(text.utf8)[...]
        while bytes.first.map(isSpace) == true { bytes.removeFirst() }
        while bytes.last.map(isSpace) == true { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The name and value of `name = value`; a quoted name keeps its quotes (`split_qnameval`).
    package static func nameAndValue(_ text: String) -> (name: String, value: String)? {
        let bytes = Array(trimmed(text).utf8)
        var end = 0
        var isQuoted = false
        while end < bytes.count, isQuoted || !(isSpace(bytes[end]) || bytes[end] == equals) {
            if bytes[end] == UInt8(ascii: "\\") {
                end += 1
            } else if bytes[end] == UInt8(ascii: "\"") {
                isQuoted.toggle()
            }
            end += 1
        }
        end = min(end, bytes.count)
        var rest = bytes[end...]
        while rest.first.map(isSpace) == true { rest.removeFirst() }
        guard !isQuoted, !bytes.isEmpty, rest.first == equals else { return nil }
        let value = String(decoding: rest.dropFirst(), as: UTF8.self)
        return (String(decoding: bytes[..<end], as: UTF8.self), trimmed(value))
    }

    private static let openingBrace = UInt8(ascii: "{")
    private static let closingBrace = UInt8(ascii: "}")
    private static let equals = UInt8(ascii: "=")

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

    private static func isSeparator(_ byte: UInt8) -> Bool {
        [UInt8(ascii: ","), 32, 9, 13, 10].contains(byte)
    }
}
