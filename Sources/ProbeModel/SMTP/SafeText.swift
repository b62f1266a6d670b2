/// Text from outside, made safe for a terminal, a log and a chat message.
///
/// Control characters (C0, DEL, C1), characters that reorder or hide text (bidirectional controls,
/// zero-width, invisible and format characters, line and paragraph separators) and bytes that are not
/// UTF-8 become visible escapes. Backslashes stay as they are, so escaping twice changes nothing more.
public enum SafeText {
    /// Escapes bytes; those that are not UTF-8 appear as `\xNN`.
    public static func escape(_ bytes: some Sequence<UInt8>) -> String {
        // Nearly all that servers say is plain ASCII.
        let plain = bytes.withContiguousStorageIfAvailable { bytes in
            bytes.allSatisfy(isPlain) ? String(decoding: bytes, as: UTF8.self) : nil
        }
        return plain.flatMap { $0 } ?? escape(decoding: Array(bytes))
    }

    private static func escape(decoding bytes: [UInt8]) -> String {
        var output = ""
        var decoder = UTF8()
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
        text.utf8.allSatisfy(isPlain) ? text : text.unicodeScalars.map { escape($0) }.joined()
    }

    /// Whether a byte of UTF-8 is a character of ASCII that is shown as it is.
    private static func isPlain(_ byte: UInt8) -> Bool { (0x20...0x7e).contains(byte) }

    private static func escape(_ scalar: UnicodeScalar) -> String {
        let properties = scalar.properties
        switch properties.generalCategory {
        case .control: return hexEscape(UInt8(truncatingIfNeeded: scalar.value))
        case .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate:
            return unicodeEscape(scalar)
        default:
            // Fillers and the like: letters by category, and drawn as nothing.
            return properties.isDefaultIgnorableCodePoint
                ? unicodeEscape(scalar) : String(scalar)
        }
    }

    private static func unicodeEscape(_ scalar: UnicodeScalar) -> String {
        "\\u{\(String(scalar.value, radix: 16))}"
    }

    private static func hexEscape(_ byte: UInt8) -> String {
        "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
}
