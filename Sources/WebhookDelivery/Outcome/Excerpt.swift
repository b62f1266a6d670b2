import ProbeModel

/// The beginning of a body, fit for one line of a log.
enum Excerpt {
    /// How many characters are shown: the error messages that services send, not their error pages.
    static let limit = 300

    /// Puts a text on one line, escapes it and cuts it.
    static func make(of bytes: [UInt8]) -> String {
        // Any white space ends a word, and words are put together with one space.
        let words = bytes.split { $0 == 0x20 || (0x09...0x0d).contains($0) }
        let line = Array(words.joined(separator: [0x20]))
        let text = SafeText.escape(line)
        return text.count <= limit ? text : String(text.prefix(limit)) + "…"
    }
}
