/// Why bytes are not an SMTP reply, and the bytes.
public struct ReplyRefusal: Error, Hashable, Sendable {
    /// The rule that the bytes break.
    public let reason: Reason

    /// The offending line as far as it had come, at most ``ProbeObservation/maximumRawBytes``.
    public let bytes: [UInt8]

    /// Creates a refusal.
    public init(reason: Reason, bytes: [UInt8]) {
        self.reason = reason
        self.bytes = bytes
    }

    /// The ways in which bytes fail to be a reply.
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        /// A line does not begin with three digits and then a space, a hyphen or its end.
        case missingCode = "missing-code"
        /// The first digit is not 2 to 5, or the second not 0 to 5.
        case codeOutOfRange = "code-out-of-range"
        /// A line is longer than ``ReplyReader/maximumLineLength``.
        case lineTooLong = "line-too-long"
        /// A reply is longer than ``ReplyReader/maximumReplyLength``.
        case replyTooLong = "reply-too-long"
        /// A reply has more lines than ``ReplyReader/maximumLineCount``.
        case tooManyLines = "too-many-lines"
    }
}
