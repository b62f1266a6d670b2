/// One resource record of a DNS message (RFC 1035 section 4.1.3).
public struct DNSRecord: Hashable, Sendable {
    /// The Internet class (RFC 1035 section 3.2.4).
    public static let internetClass: UInt16 = 1

    /// The name that the record belongs to.
    public let owner: DNSName

    /// The type's number, which need not be a ``RecordType``.
    public let type: UInt16

    /// The class's number.
    public let recordClass: UInt16

    /// How long the record may be kept, in seconds.
    public let timeToLive: UInt32

    /// Where the data lies in the message; names in it may point to elsewhere.
    public let data: Range<Int>

    /// Whether this is an Internet record of the type.
    func isInternet(_ type: UInt16) -> Bool {
        self.type == type && recordClass == DNSRecord.internetClass
    }
}
