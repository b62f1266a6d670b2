/// Reads one JSON text from its beginning to its end (RFC 8259), taking what is wanted and passing over the rest.
///
/// A queue listing may have a million lines of which a few values count, so that nothing is built that is not used.
struct JSONScanner {
    /// How deep arrays and objects may lie in one another; Postfix's own lie three deep.
    static let maximumDepth = 32

    private let bytes: ArraySlice<UInt8>
    private var position: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    /// Whether nothing but white space is left.
    mutating func isAtEnd() -> Bool {
        passSpace()
        return position == bytes.endIndex
    }

    /// Takes a character; false when another comes.
    mutating func take(_ character: Unicode.Scalar) -> Bool {
        passSpace()
        guard position < bytes.endIndex, bytes[position] == UInt8(ascii: character) else {
            return false
        }
        position += 1
        return true
    }

    /// Takes the members of an object one by one; false when it is malformed.
    ///
    /// - Parameter member: Takes the value of the member named; false when that is malformed.
    /// - Returns: Whether it was an object.
    mutating func object(_ member: (inout JSONScanner, [UInt8]) -> Bool) -> Bool {
        guard take("{") else { return false }
        if take("}") { return true }
        repeat {
            guard let name = string(), take(":"), member(&self, name) else { return false }
        } while take(",")
        return take("}")
    }

    /// Takes the elements of an array one by one; false when it is malformed.
    ///
    /// - Parameter element: Takes one element; false when that is malformed.
    /// - Returns: Whether it was an array.
    mutating func array(_ element: (inout JSONScanner) -> Bool) -> Bool {
        guard take("[") else { return false }
        if take("]") { return true }
        repeat {
            guard element(&self) else { return false }
        } while take(",")
        return take("]")
    }

    /// Takes a string, as UTF-8; `nil` when there is none.
    mutating func string() -> [UInt8]? {
        guard take("\"") else { return nil }
        var text: [UInt8] = []
        while position < bytes.endIndex {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return text
            case UInt8(ascii: "\\"): guard takeEscape(&text) else { return nil }
            case 0..<0x20: return nil
            default: text.append(byte)
            }
        }
        return nil
    }

    /// Takes an integer that has neither fraction nor exponent; `nil` when there is none, or it is too large.
    mutating func integer() -> Int64? {
        passSpace()
        let start = position
        while position < bytes.endIndex, Self.isOfNumber(bytes[position]) { position += 1 }
        return Int64(String(decoding: bytes[start..<position], as: UTF8.self))
    }

    /// Passes over any value; false when it is malformed.
    mutating func skip(depth: Int = 0) -> Bool {
        passSpace()
        guard depth <= Self.maximumDepth, position < bytes.endIndex else { return false }
        switch bytes[position] {
        case UInt8(ascii: "{"): return object { $0.skip(after: $1, depth: depth + 1) }
        case UInt8(ascii: "["): return array { $0.skip(depth: depth + 1) }
        case UInt8(ascii: "\""): return string() != nil
        default: return skipWord()
        }
    }

    private mutating func skip(after name: [UInt8], depth: Int) -> Bool { skip(depth: depth) }

    /// Passes over a number, `true`, `false` or `null`.
    private mutating func skipWord() -> Bool {
        let start = position
        while position < bytes.endIndex,
            Self.isOfNumber(bytes[position]) || Self.isLetter(bytes[position])
        { position += 1 }
        let word = bytes[start..<position]
        if word.first.map(Self.isLetter) == true {
            return ["true", "false", "null"].contains { word.elementsEqual($0.utf8) }
        }
        return Double(String(decoding: word, as: UTF8.self)) != nil
    }

    private mutating func passSpace() {
        while position < bytes.endIndex, [32, 9, 10, 13].contains(bytes[position]) { position += 1 }
    }

    private static func isOfNumber(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
            UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default: false
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7a).contains(byte) }
}

extension JSONScanner {
    /// Takes what follows a backslash.
    private mutating func takeEscape(_ text: inout [UInt8]) -> Bool {
        guard position < bytes.endIndex else { return false }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(8)
        case UInt8(ascii: "f"): text.append(12)
        case UInt8(ascii: "n"): text.append(10)
        case UInt8(ascii: "r"): text.append(13)
        case UInt8(ascii: "t"): text.append(9)
        case UInt8(ascii: "u"):
            guard let scalar = takeScalar() else { return false }
            text.append(contentsOf: scalar.utf8)
        default: return false
        }
        return true
    }

    /// Takes four digits, and four more where they are half of a surrogate pair; a lone half is no character, and
    /// stands as one that says so.
    private mutating func takeScalar() -> Unicode.Scalar? {
        guard let first = takeHexadecimal() else { return nil }
        guard (0xd800..<0xdc00).contains(first) else {
            return Unicode.Scalar(first) ?? Unicode.Scalar(0xfffd)
        }
        let mark = position
        if position + 1 < bytes.endIndex, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        {
            position += 2
            guard let second = takeHexadecimal() else { return nil }
            if (0xdc00..<0xe000).contains(second) {
                return Unicode.Scalar(0x10000 + (first - 0xd800) << 10 + (second - 0xdc00))
            }
            position = mark
        }
        return Unicode.Scalar(0xfffd)
    }

    private mutating func takeHexadecimal() -> UInt32? {
        guard bytes.endIndex - position >= 4 else { return nil }
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue else {
                return nil
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }
}
