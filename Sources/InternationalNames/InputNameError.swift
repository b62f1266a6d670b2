import ProbeModel

/// Why a text that a person typed is not a domain name.
package struct InputNameError: Error, Hashable, Sendable, CustomStringConvertible {
    /// How many characters of the text a message repeats.
    ///
    /// A whole domain name would fill three lines of a terminal; this much tells which one was meant.
    package static let maximumQuotedLength = 64

    /// The kind of mistake.
    package let reason: Reason

    /// One lower-case line that quotes the text, made safe to print and cut to a sensible length.
    package let description: String

    /// What to type instead, where that can be told.
    package let hint: String?

    /// Creates the error `'TEXT' PREDICATE`.
    init(_ reason: Reason, in text: String, _ predicate: String, hint: String? = nil) {
        self.reason = reason
        description = "\(InputNameError.quote(text)) \(predicate)"
        self.hint = hint
    }

    /// Text in quotes, every character that could mislead escaped, and cut where it is long.
    static func quote(_ text: String) -> String {
        let shown = text.unicodeScalars.prefix(maximumQuotedLength)
        let isCut = shown.endIndex != text.unicodeScalars.endIndex
        return "'" + SafeText.escape(String(shown)) + (isCut ? "..." : "") + "'"
    }

    /// The kinds of mistake.
    package enum Reason: String, Hashable, Sendable {
        /// Nothing was typed, or only a dot.
        case empty
        /// A control character, such as a line break.
        case controlCharacter = "control-character"
        /// White space before, after or within the name.
        case space
        /// A URL.
        case url
        /// An e-mail address.
        case mailAddress = "mail-address"
        /// An IP address, with or without brackets.
        case address
        /// A port after the name.
        case port
        /// A path after the name.
        case path
        /// A pattern such as `*.example`.
        case wildcard
        /// A character that no name holds.
        case character
        /// A label or the name is too long.
        case length
        /// Labels that are empty, begin or end in a hyphen, or end the name with a number.
        case form
        /// Against the rules for internationalised names (RFC 5891, RFC 5893).
        case international
    }
}
