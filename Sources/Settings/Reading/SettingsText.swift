/// The text of a settings file, checked for what the YAML parser must not be given.
enum SettingsText {
    /// The largest file in bytes.
    ///
    /// It holds forty thousand domains; longer lists belong in `--domains-file`, which is not read as a whole.
    static let maximumSize = 1_048_576

    /// The most aliases that are parsed before they are refused.
    ///
    /// Aliases double what they name, so thirty of them in a row would fill the memory while keys are compared.
    static let maximumAliases = 16

    /// Turns bytes into text for the parser, or adds what is wrong with them to the list.
    static func decode(_ bytes: [UInt8], mistakes: MistakeList) -> String? {
        guard bytes.count <= maximumSize else {
            mistakes.add(.limit, "the file is larger than \(maximumSize) bytes", at: .start)
            return nil
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            let valid = String(decoding: bytes, as: UTF8.self).unicodeScalars
                .prefix { $0 != "\u{FFFD}" }
            mistakes.add(.syntax, "the file is not UTF-8 text", at: position(after: valid))
            return nil
        }
        return check(
            text.unicodeScalars.first == "\u{FEFF}" ? String(text.dropFirst()) : text,
            mistakes
        )
    }

    private static func check(_ text: String, _ mistakes: MistakeList) -> String? {
        let scalars = text.unicodeScalars
        if let index = scalars.firstIndex(where: { !isPrintable($0) }) {
            let code = String(scalars[index].value, radix: 16)
            let message = "the file holds the character \\u{\(code)}, which is not allowed"
            mistakes.add(.syntax, message, at: position(after: scalars[..<index]))
            return nil
        }
        guard countAliases(text) <= maximumAliases else {
            mistakes.add(
                .limit,
                "the file holds more than \(maximumAliases) aliases",
                at: .start,
                suggestion: "write the values out, and put those that begin with '*' in quotes"
            )
            return nil
        }
        let normal = withPlainLineEnds(text)
        // The parser keeps a pointer into the text, which is only stable in strings that are not small.
        return normal.utf8.count < 16 ? normal + String(repeating: "\n", count: 16) : normal
    }

    /// Characters for private use that stand for others while duplicate keys are looked for.
    static let reserved: ClosedRange<UInt32> = 0xe000...0xefff

    /// The text with every line ended by a line feed alone.
    private static func withPlainLineEnds(_ text: String) -> String {
        var output = String.UnicodeScalarView()
        var isAfterReturn = false
        for scalar in text.unicodeScalars {
            if scalar == "\n", isAfterReturn { output.removeLast() }
            output.append(scalar)
            isAfterReturn = scalar == "\r"
        }
        return String(output)
    }

    /// What YAML 1.2 section 5.1 allows, without those that are reserved here.
    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0a, 0x0d, 0x20...0x7e, 0x85, 0xa0...0xd7ff, 0xf000...0xfefe, 0xff00...0xfffd,
            0x1_0000...0x10_ffff:
            return true
        default: return false
        }
    }

    /// An upper bound of the aliases in a text; it counts some that are only words of a comment.
    private static func countAliases(_ text: String) -> Int {
        var count = 0
        var isStart = true
        var isComment = false
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                isStart = true
                isComment = false
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "["), UInt8(ascii: "{"),
                UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: "?"):
                isStart = true
            case UInt8(ascii: "#") where isStart: isComment = true
            case UInt8(ascii: "*") where isStart && !isComment:
                count += 1
                isStart = false
            default: isStart = false
            }
        }
        return count
    }

    private static func position(after text: some Sequence<Unicode.Scalar>) -> Position {
        var line = 1
        var column = 1
        var isAfterReturn = false
        for scalar in text {
            switch scalar {
            case "\n" where isAfterReturn: break
            case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}":
                line += 1
                column = 1
            default: column += 1
            }
            isAfterReturn = scalar == "\r"
        }
        return Position(line: line, column: column)
    }
}
