/// A status of the form `class.subject.detail` at the start of a reply's text (RFC 3463, RFC 2034).
public struct EnhancedStatusCode: Hashable, Sendable, CustomStringConvertible {
    /// 2 success, 4 transient failure, 5 permanent failure.
    public let statusClass: UInt8
    /// What the status is about, 0 to 999.
    public let subject: UInt16
    /// The detail within the subject, 0 to 999.
    public let detail: UInt16

    /// Creates a status code; `nil` when a part is out of range.
    public init?(statusClass: Int, subject: Int, detail: Int) {
        guard [2, 4, 5].contains(statusClass), (0...999).contains(subject),
            (0...999).contains(detail)
        else { return nil }
        self.statusClass = UInt8(statusClass)
        self.subject = UInt16(subject)
        self.detail = UInt16(detail)
    }

    /// The status as `5.7.1`.
    public var description: String { "\(statusClass).\(subject).\(detail)" }
}
