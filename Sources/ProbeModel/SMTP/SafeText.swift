/// Text from outside, made safe for a terminal, a log and a chat message.
///
/// Control characters (C0, DEL, C1), characters that reorder or hide text (bidirectional controls,
/// zero-width and format characters, line and paragraph separators) and bytes that are not UTF-8
/// become visible escapes.
public enum SafeText {
    /// Escapes bytes; those that are not UTF-8 appear as `\xNN`.
    public static func escape(_ bytes: some Sequence<UInt8>) -> String {
        var output = ""
        var decoder = UTF8()
        let bytes = Array(bytes)
        var index = 0
        while index < bytes.count {
            var iterator = bytes[index...].makeIterator()
            switch decoder.decode(&iterator) {
            case .scalarValue(let scalar):
                output += escape(scalar)
                index += UTF8.width(scalar)
            case .emptyInput, .error:
                output += hexEscape(bytes[index])
                index += 1
            }
            decoder = UTF8()
        }
        return output
    }

    /// Escapes text that is already Unicode.
    public static func escape(_ text: String) -> String {
        text.unicodeScalars.map { escape($0) }.joined()
    }

    private static func escape(_ scalar: UnicodeScalar) -> String {
        switch scalar.properties.generalCategory {
        case .control where scalar.value < 256: return hexEscape(UInt8(scalar.value))
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned,
            .surrogate:
            return "\\u{\(String(scalar.value, radix: 16))}"
        default: return String(scalar)
        }
    }

    private static func hexEscape(_ byte: UInt8) -> String {
        "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
}
