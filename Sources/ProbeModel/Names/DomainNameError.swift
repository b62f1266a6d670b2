/// The rule that a text breaks when it is not a domain name.
public enum DomainNameError: String, Error, Hashable, Sendable, CustomStringConvertible {
    /// There is nothing but perhaps a dot.
    case empty
    /// Two dots meet, or the name begins with one.
    case emptyLabel = "empty-label"
    /// A label is longer than 63 bytes.
    case labelTooLong = "label-too-long"
    /// The name is longer than 253 bytes.
    case tooLong = "too-long"
    /// A character other than a letter, digit, hyphen or underscore.
    case forbiddenCharacter = "forbidden-character"
    /// A label begins or ends with a hyphen.
    case hyphenAtEdge = "hyphen-at-edge"
    /// The last label is a number, as in an IPv4 address.
    case numeric
    /// The name breaks the rules for internationalised names (IDNA2008, RFC 5891).
    case notInternational = "not-international"

    /// One lower-case phrase for a person.
    public var description: String {
        switch self {
        case .empty: return "the name is empty"
        case .emptyLabel: return "the name has an empty label (two dots in a row)"
        case .labelTooLong: return "a label is longer than 63 bytes"
        case .tooLong: return "the name is longer than 253 bytes"
        case .forbiddenCharacter:
            return "only letters, digits, hyphens, underscores and dots are allowed"
        case .hyphenAtEdge: return "a label begins or ends with a hyphen"
        case .numeric: return "the last label is a number"
        case .notInternational: return "the name is not allowed by IDNA2008"
        }
    }
}
