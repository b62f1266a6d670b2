/// One whole SMTP reply, of one or more lines (RFC 5321 section 4.2).
public struct Reply: Hashable, Sendable {
    /// The reply code, the same on every line.
    public let code: ReplyCode

    /// The text of each line after code and separator, as received, without the line ending.
    public let lines: [[UInt8]]

    /// The enhanced status code that begins the last line, where one does.
    public let enhancedCode: EnhancedStatusCode?

    /// Creates a reply.
    public init(code: ReplyCode, lines: [[UInt8]], enhancedCode: EnhancedStatusCode? = nil) {
        self.code = code
        self.lines = lines
        self.enhancedCode = enhancedCode
    }

    /// The text of all lines, joined by spaces and safe to print; see ``SafeText``.
    public var text: String {
        lines.map { SafeText.escape($0) }.joined(separator: " ")
    }

    /// Code and text on one line, safe to print.
    public var summary: String { text.isEmpty ? "\(code.value)" : "\(code.value) \(text)" }
}
