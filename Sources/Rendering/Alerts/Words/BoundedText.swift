import ProbeModel

/// Text that fits, cut between characters with an ellipsis.
///
/// Limits are in bytes of UTF-8: whatever unit a service counts in (bytes, UTF-16, code points), there are
/// never more of it.
enum BoundedText {
    private static let ellipsis = "…"

    /// The text, or as much of it as fits.
    static func cut(_ text: String, bytes limit: Int) -> String {
        guard text.utf8.count > limit else { return text }
        let room = limit - ellipsis.utf8.count
        guard room >= 0 else { return "" }
        var kept = ""
        var used = 0
        for character in text {
            used += character.utf8.count
            if used > room { break }
            kept.append(character)
        }
        return kept + ellipsis
    }

    /// Text from anywhere, safe to print and cut.
    static func safe(_ text: String, bytes limit: Int) -> String {
        // What is cut away need not be escaped; escaping only makes text longer.
        cut(
            SafeText.escape(String(decoding: text.utf8.prefix(limit + 1), as: UTF8.self)),
            bytes: limit
        )
    }
}
