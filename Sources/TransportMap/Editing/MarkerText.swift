/// Bytes as printable ASCII between double quotes, and back.
///
/// A marker must survive editors, re-encoding and mail: nothing but printable ASCII is in it.
enum MarkerText {
    /// The quoted form: `\n`, `\r`, `\t`, `\"`, `\\`, and `\xNN` for every other byte that is not
    /// printable ASCII.
    static func quoted(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        var text: [UInt8] = [.quote]
        for byte in bytes {
            switch byte {
            case .newline: text += Array(#"\n"#.utf8)
            case .carriageReturn: text += Array(#"\r"#.utf8)
            case 9: text += Array(#"\t"#.utf8)
            case .quote, .backslash: text += [.backslash, byte]
            case 32..<127: text.append(byte)
            default: text += Array(#"\x"#.utf8) + hexDigits(of: byte)
            }
        }
        return text + [.quote]
    }

    /// Takes a quoted form off the front of a text; `nil` when there is no well-formed one.
    static func takeQuoted(from text: inout ArraySlice<UInt8>) -> [UInt8]? {
        guard text.popFirst() == .quote else { return nil }
        var bytes: [UInt8] = []
        while let byte = text.popFirst() {
            switch byte {
            case .quote: return bytes
            case .backslash:
                guard let escaped = takeEscaped(from: &text) else { return nil }
                bytes.append(escaped)
            case 32..<127: bytes.append(byte)
            default: return nil
            }
        }
        return nil
    }

    private static func takeEscaped(from text: inout ArraySlice<UInt8>) -> UInt8? {
        switch text.popFirst() {
        case UInt8(ascii: "n"): return .newline
        case UInt8(ascii: "r"): return .carriageReturn
        case UInt8(ascii: "t"): return 9
        case .quote: return .quote
        case .backslash: return .backslash
        case UInt8(ascii: "x"):
            let digits = text.prefix(2)
            text = text.dropFirst(2)
            guard digits.count == 2, digits.allSatisfy(hexAlphabet.contains) else { return nil }
            return UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
        default: return nil
        }
    }

    private static let hexAlphabet = Array("0123456789abcdef".utf8)

    private static func hexDigits(of byte: UInt8) -> [UInt8] {
        [hexAlphabet[Int(byte >> 4)], hexAlphabet[Int(byte & 15)]]
    }
}
