import ProbeModel

/// A file with a secret that more than its owner can read.
package struct SecretWarning: Hashable, Sendable, CustomStringConvertible {
    /// The file's path.
    package let path: String
    /// The bits of its mode (chmod(2)).
    package let mode: UInt32

    /// What is wrong and the command that mends it, in one line.
    package var description: String {
        let octal = String(mode, radix: 8)
        let shown = SafeText.escape(path)
        let whom = mode & 0o004 != 0 ? "everybody" : "its group"
        return "\(shown) holds a secret and can be read by \(whom) (mode \(octal));"
            + " run: chmod 600 -- \(SecretWarning.quoted(shown))"
    }

    /// The path as a shell takes it.
    private static func quoted(_ path: String) -> String {
        let isPlain = path.utf8.allSatisfy { byte in
            byte >= 0x80 || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
                || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || "/._-".utf8.contains(byte)
        }
        if isPlain { return path }
        return "'"
            + path.split(separator: "'", omittingEmptySubsequences: false)
            .joined(separator: "'\\''") + "'"
    }
}
