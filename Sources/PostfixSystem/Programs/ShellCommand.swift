/// A command with its arguments, for people to read and to copy into a shell.
public struct ShellCommand: Hashable, Sendable {
    /// The program's path, then its arguments.
    public let words: [String]

    init(_ program: PostfixProgram) { words = [program.path] + program.arguments }

    /// A word as it is to be typed; one that holds more than plain characters is quoted.
    private static func quoted(_ word: String) -> String {
        let bytes = Array(word.utf8)
        if !bytes.isEmpty, bytes.allSatisfy(isPlain) { return word }
        if bytes.allSatisfy({ (0x20..<0x7f).contains($0) }) {
            return "'\(word.replacing("'", with: "'\\''"))'"
        }
        // bash, ksh, zsh and POSIX.1-2024: nothing that a terminal would obey, or hide.
        return "$'\(bytes.map(escaped).joined())'"
    }

    private static func escaped(_ byte: UInt8) -> String {
        if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\\") {
            return "\\" + String(Unicode.Scalar(byte))
        }
        if (0x20..<0x7f).contains(byte) { return String(Unicode.Scalar(byte)) }
        // Three digits of octal: two of hexadecimal would take a digit that follows for a third.
        let digits = String(byte, radix: 8)
        return "\\" + String(repeating: "0", count: 3 - digits.count) + digits
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
        default: "-_./:=,@%+".utf8.contains(byte)
        }
    }
}

extension ShellCommand: CustomStringConvertible {
    /// The line, safe to print and to copy into a shell.
    public var description: String { words.map(Self.quoted).joined(separator: " ") }
}
