/// Whether bytes are UTF-8 as Postfix demands of a table (RFC 3629; `valid_utf8_string`).
enum UTF8Check {
    /// Whether the bytes are well-formed: no overlong form, no surrogate, nothing above U+10FFFF.
    static func isValid(_ bytes: ArraySlice<UInt8>) -> Bool {
        var index = bytes.startIndex
        while index < bytes.endIndex {
            guard let length = length(of: bytes[index]) else { return false }
            guard bytes.endIndex - index >= length else { return false }
            if length > 1 {
                guard secondByteRange(after: bytes[index]).contains(bytes[index + 1])
                else { return false }
                guard bytes[index + 2..<max(index + length, index + 2)].allSatisfy(isTail)
                else { return false }
            }
            index += length
        }
        return true
    }

    private static func length(of lead: UInt8) -> Int? {
        switch lead {
        case 0...0x7f: 1
        case 0xc2...0xdf: 2
        case 0xe0...0xef: 3
        case 0xf0...0xf4: 4
        default: nil
        }
    }

    private static func secondByteRange(after lead: UInt8) -> ClosedRange<UInt8> {
        switch lead {
        case 0xe0: 0xa0...0xbf
        case 0xed: 0x80...0x9f
        case 0xf0: 0x90...0xbf
        case 0xf4: 0x80...0x8f
        default: 0x80...0xbf
        }
    }

    private static func isTail(_ byte: UInt8) -> Bool { byte & 0xc0 == 0x80 }
}
