extension RecordValue {
    /// Reads the data of a record by itself, as libraries hand it over.
    ///
    /// Compression pointers are refused, since there is no message to point into. For any bytes
    /// this returns, and bytes that do not follow the type's format in full, or are of a type that
    /// mxprobe does not read, are ``unreadable(length:)``.
    public static func read(type: RecordType, rdata: [UInt8]) -> RecordValue {
        read(type: type, DNSMessageReader(rdata, allowsPointers: false))
    }

    /// Reads the data of a record that lies in a message.
    static func read(type: RecordType, _ reader: DNSMessageReader) -> RecordValue {
        let length = reader.remaining
        var reader = reader
        guard let value = try? readValue(type, &reader), reader.remaining == 0 else {
            return .unreadable(length: length)
        }
        return value
    }

    /// Reads a value; `nil` for a type that is not read or an address of the wrong length.
    private static func readValue(
        _ type: RecordType,
        _ reader: inout DNSMessageReader
    ) throws(DNSMessageError) -> RecordValue? {
        switch type {
        case .a: return try readAddress(length: 4, &reader)
        case .aaaa: return try readAddress(length: 16, &reader)
        case .cname, .ptr: return .name(try reader.readName())
        case .mx:
            let preference = try reader.readUInt16()
            return .mx(MXRecord(preference: preference, exchange: try reader.readName()))
        case .tlsa: return .tlsa(try readTLSA(&reader))
        case .soa, .rrsig, .dnskey: return nil
        }
    }

    private static func readAddress(
        length: Int,
        _ reader: inout DNSMessageReader
    ) throws(DNSMessageError) -> RecordValue? {
        let range = try reader.readRange(length)
        return IPAddress(bytes: reader.bytes[range]).map { .address($0) }
    }

    private static func readTLSA(
        _ reader: inout DNSMessageReader
    ) throws(DNSMessageError) -> TLSARecord {
        TLSARecord(
            usage: try reader.readByte(),
            selector: try reader.readByte(),
            matchingType: try reader.readByte(),
            data: Array(reader.bytes[try reader.readRange(reader.remaining)])
        )
    }
}
