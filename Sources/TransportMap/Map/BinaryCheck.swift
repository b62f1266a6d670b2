/// Whether a file is something other than text, such as an index given by mistake.
public enum BinaryCheck {
    /// How many bytes from the start are weighed for control characters.
    public static let weighedBytes = 8192

    /// One control character in so many bytes is too many for text.
    public static let controlShare = 32

    /// Whether bytes are no text: a NUL anywhere, or many control characters at the start.
    ///
    /// Postfix cuts a line at a NUL without a word, so a table never holds one on purpose.
    public static func isBinary(_ bytes: [UInt8]) -> Bool {
        if bytes.contains(0) { return true }
        let start = bytes.prefix(weighedBytes)
        let controls = start.reduce(0) { $1.isControl && !$1.isSpace ? $0 + 1 : $0 }
        return controls * controlShare > start.count
    }
}
