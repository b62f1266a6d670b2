import ProbeModel

/// A mistake in the value of a command's option.
package struct OptionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// How many characters of a value a message repeats.
    static let maximumQuotedLength = 40

    /// One lower-case line that names the option and the part of its value that is wrong.
    package let description: String

    /// Creates an error.
    init(_ description: String) { self.description = description }

    /// Text in quotes, made safe to print and cut where it is long.
    static func quote(_ text: some StringProtocol) -> String { "'\(cut(text))'" }

    /// Text made safe to print and cut where it is long.
    static func cut(_ text: some StringProtocol) -> String {
        let shown = text.unicodeScalars.prefix(maximumQuotedLength)
        let isCut = shown.endIndex != text.unicodeScalars.endIndex
        return SafeText.escape(String(String.UnicodeScalarView(shown))) + (isCut ? "..." : "")
    }
}
