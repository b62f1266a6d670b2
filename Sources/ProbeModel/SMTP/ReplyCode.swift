/// The three-digit number that begins every line of an SMTP reply.
///
/// The first digit carries the outcome and is the only part a client may act on when it does not
/// recognise the whole number; see ``severity``. See RFC 5321, sections 4.2 and 4.2.1.
public struct ReplyCode: Hashable, Sendable {
    /// The number as sent, from 200 to 559.
    public let value: UInt16

    /// Creates a reply code, or `nil` when the first digit is not 2 to 5 or the second not 0 to 5.
    public init?(_ value: Int) {
        guard (200...599).contains(value), (0...5).contains(value / 10 % 10) else { return nil }
        self.value = UInt16(value)
    }

    /// What the first digit says.
    public var severity: Severity {
        switch value / 100 {
        case 2: return .success
        case 3: return .intermediate
        case 4: return .transientFailure
        default: return .permanentFailure
        }
    }

    /// The reading of a reply code's first digit (RFC 5321 section 4.2.1).
    public enum Severity: Hashable, Sendable {
        /// 2yz: done.
        case success
        /// 3yz: more is awaited.
        case intermediate
        /// 4yz: not now.
        case transientFailure
        /// 5yz: not at all.
        case permanentFailure
    }
}
