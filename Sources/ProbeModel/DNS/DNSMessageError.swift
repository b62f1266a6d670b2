/// The rule of the wire format that a DNS message breaks (RFC 1035 section 4.1).
public enum DNSMessageError: String, Error, Hashable, Sendable, CustomStringConvertible {
    /// The message ends inside a header, a name or a record.
    case truncated
    /// The message is longer than any transport can carry.
    case tooLong = "too-long"
    /// A label begins with bits that no standard defines (RFC 1035 section 4.1.4).
    case labelType = "label-type"
    /// A compression pointer does not lead to a name that ends before it, so that it could lead in
    /// a circle, or leads to one more pointer than any name needs.
    case pointer
    /// A name is longer than 255 bytes.
    case nameTooLong = "name-too-long"
    /// There is not exactly one question.
    case questionCount = "question-count"
    /// There are more records than any honest answer holds.
    case tooManyRecords = "too-many-records"
    /// The OPT record is not at the root, or there are two (RFC 6891 section 6.1.1).
    case edns

    /// One lower-case phrase for a person.
    public var description: String {
        switch self {
        case .truncated: return "the message ends too early"
        case .tooLong: return "the message is longer than 65535 bytes"
        case .labelType: return "a name holds an unknown kind of label"
        case .pointer: return "a compression pointer does not lead to an earlier name"
        case .nameTooLong: return "a name is longer than 255 bytes"
        case .questionCount: return "the message does not hold exactly one question"
        case .tooManyRecords: return "the message holds more than 2000 records"
        case .edns: return "the OPT record is misplaced or repeated"
        }
    }
}
