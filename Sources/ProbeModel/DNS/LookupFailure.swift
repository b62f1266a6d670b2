/// Why a lookup failed: which resolver said or did what.
public struct LookupFailure: Hashable, Sendable {
    /// The resolver that was asked, as `ADDRESS@PORT`, or `nil` when none was.
    public let server: String?

    /// One lower-case phrase without control bytes: what was seen.
    public let message: String

    /// The extended DNS error code that came along (RFC 8914), if any.
    public let extendedErrorCode: UInt16?

    /// Creates a failure.
    public init(server: String?, message: String, extendedErrorCode: UInt16? = nil) {
        self.server = server
        self.message = message
        self.extendedErrorCode = extendedErrorCode
    }
}
