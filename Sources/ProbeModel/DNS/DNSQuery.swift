/// A DNS query to be sent: one question of the Internet class (RFC 1035 section 4.1).
public struct DNSQuery: Hashable, Sendable {
    /// The datagram size that is offered, in bytes: what passes without fragments on today's paths
    /// (RFC 9715 section 3).
    public static let payloadSize: UInt16 = 1_232

    /// The number that ties the answer to the query; draw it at random.
    public var id: UInt16

    /// The question.
    public var question: WireQuestion

    /// Whether signatures are wanted and the resolver shall not judge them itself (DO, CD).
    public var wantsSignatures: Bool

    /// Whether the extension record is sent; some old servers do not take it.
    public var usesEDNS: Bool

    /// Creates a query.
    public init(
        id: UInt16,
        question: WireQuestion,
        wantsSignatures: Bool,
        usesEDNS: Bool = true
    ) {
        self.id = id
        self.question = question
        self.wantsSignatures = wantsSignatures
        self.usesEDNS = usesEDNS
    }

    /// The message as sent, recursion desired.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(64)
        bytes.append(bigEndian: id)
        bytes.append(bigEndian: wantsSignatures ? 0x0110 : 0x0100)
        for count: UInt16 in [1, 0, 0, usesEDNS ? 1 : 0] { bytes.append(bigEndian: count) }
        bytes += question.name.wireBytes
        bytes.append(bigEndian: question.type)
        bytes.append(bigEndian: DNSRecord.internetClass)
        if usesEDNS {
            bytes.append(0)
            bytes.append(bigEndian: EDNS.recordType)
            bytes.append(bigEndian: DNSQuery.payloadSize)
            bytes += [0, 0, wantsSignatures ? 0x80 : 0, 0, 0, 0]
        }
        return bytes
    }
}

extension [UInt8] {
    fileprivate mutating func append(bigEndian number: UInt16) {
        append(UInt8(number >> 8))
        append(UInt8(truncatingIfNeeded: number))
    }
}
