/// A certificate association for one port of one host (RFC 6698 section 2.1).
public struct TLSARecord: Hashable, Sendable {
    /// Certificate usage: 2 is DANE-TA, 3 is DANE-EE; 0 and 1 are not used for SMTP (RFC 7672 section 3.1.3).
    public let usage: UInt8

    /// Selector: 0 the whole certificate, 1 its public key.
    public let selector: UInt8

    /// Matching type: 0 exact, 1 SHA-256, 2 SHA-512.
    public let matchingType: UInt8

    /// The data to match.
    public let data: [UInt8]

    /// Creates a record.
    public init(usage: UInt8, selector: UInt8, matchingType: UInt8, data: [UInt8]) {
        self.usage = usage
        self.selector = selector
        self.matchingType = matchingType
        self.data = data
    }

    /// Whether SMTP can use the record: usage 2 or 3, known selector and matching type (RFC 7672 section 3.1).
    public var isUsable: Bool {
        (usage == 2 || usage == 3) && selector <= 1 && matchingType <= 2 && !data.isEmpty
    }
}
