/// The character classes that Postfix reads tables with (`ISSPACE`, `ISDIGIT` in the C locale).
extension UInt8 {
    static let newline = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    static let hash = UInt8(ascii: "#")
    static let quote = UInt8(ascii: "\"")
    static let backslash = UInt8(ascii: "\\")
    static let colon = UInt8(ascii: ":")
    static let comma = UInt8(ascii: ",")
    static let dot = UInt8(ascii: ".")
    static let at = UInt8(ascii: "@")

    /// Whether this is a space, tab, newline, vertical tab, form feed or carriage return.
    var isSpace: Bool { self == 32 || (9...13).contains(self) }

    var isASCII: Bool { self < 128 }

    var isDigit: Bool { (48...57).contains(self) }

    /// Whether this is an ASCII control character.
    var isControl: Bool { self < 32 || self == 127 }

    /// The lower-case form of an ASCII letter; every other byte as it is.
    var lowercased: UInt8 { (65...90).contains(self) ? self | 32 : self }
}

extension Sequence where Element == UInt8 {
    /// The bytes with ASCII letters in lower case.
    var asciiLowercased: [UInt8] { map(\.lowercased) }
}

extension BidirectionalCollection where Element == UInt8, SubSequence: BidirectionalCollection {
    /// The bytes without white space at the end (`trimblanks`).
    var trimmingTrailingSpace: SubSequence {
        var end = endIndex
        while end > startIndex, self[index(before: end)].isSpace { end = index(before: end) }
        return self[startIndex..<end]
    }
}
