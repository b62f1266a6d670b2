/// The extension record of a DNS message (RFC 6891).
public struct EDNS: Hashable, Sendable {
    /// The record type of OPT.
    static let recordType: UInt16 = 41

    /// The option that carries an extended error (RFC 8914 section 2).
    private static let extendedErrorOption: UInt16 = 15

    /// The most extended errors that are kept of one message.
    public static let maximumErrors = 8

    /// The largest datagram that the sender takes, in bytes.
    public let payloadSize: UInt16

    /// The version; only 0 is in use.
    public let version: UInt8

    /// The upper eight bits of the message's RCODE.
    public let extendedRCode: UInt8

    /// Whether the sender wants DNSSEC records (RFC 3225).
    public let isDNSSECOK: Bool

    /// The extended errors, in the order received.
    public let errors: [ExtendedDNSError]

    /// Reads an OPT record; options that do not fit end the reading without an error.
    init(_ record: DNSRecord, in bytes: [UInt8]) {
        payloadSize = record.recordClass
        extendedRCode = UInt8(truncatingIfNeeded: record.timeToLive >> 24)
        version = UInt8(truncatingIfNeeded: record.timeToLive >> 16)
        isDNSSECOK = record.timeToLive & 0x8000 != 0
        errors = EDNS.errors(DNSMessageReader(bytes, in: record.data))
    }

    private static func errors(_ reader: DNSMessageReader) -> [ExtendedDNSError] {
        var reader = reader
        var errors: [ExtendedDNSError] = []
        while errors.count < maximumErrors,
            let code = try? reader.readUInt16(), let length = try? reader.readUInt16(),
            let range = try? reader.readRange(Int(length))
        {
            guard code == extendedErrorOption, range.count >= 2 else { continue }
            let data = reader.bytes[range]
            errors.append(
                ExtendedDNSError(
                    code: UInt16(data[range.lowerBound]) << 8 | UInt16(data[range.lowerBound + 1]),
                    text: data.dropFirst(2)
                )
            )
        }
        return errors
    }
}
