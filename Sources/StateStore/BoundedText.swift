/// Texts that cannot grow the database.
enum BoundedText {
    /// The longest error text that is kept, in bytes.
    static let maximumError = 500

    /// What marks a text that was cut.
    private static let mark = "\u{2026}"

    /// The text, cut between characters where it is longer than a number of bytes.
    static func cut(_ text: String, to limit: Int) -> String {
        guard text.utf8.count > limit else { return text }
        let room = max(0, limit - mark.utf8.count)
        var end = text.utf8.index(text.startIndex, offsetBy: room)
        // A character of several bytes may lie across the end.
        while end > text.startIndex, end.samePosition(in: text) == nil {
            end = text.utf8.index(before: end)
        }
        return String(text[..<end]) + mark
    }
}
