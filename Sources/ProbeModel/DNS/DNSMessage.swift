/// A DNS message, read and checked (RFC 1035 section 4).
///
/// ``parse(_:)`` is the entry point for everything that comes from the network. What holds for any
/// bytes, and is what fuzzing checks:
///
/// - it returns or throws, and never traps or runs for longer than the message's length allows;
/// - every record's data lies within the message;
/// - every name obeys the limits of ``DNSName``;
/// - a message that is cut short anywhere before its end is refused, never read differently.
public struct DNSMessage: Hashable, Sendable {
    /// The longest message, in bytes: what the length field of TCP can tell (RFC 1035 section
    /// 4.2.2).
    public static let maximumLength = 65_535

    /// The most records that a message may hold, in all sections: twice what ``DNSAnswer`` takes.
    public static let maximumRecords = 2_000

    /// The message as received.
    public let bytes: [UInt8]

    /// The number that ties an answer to its question.
    public let id: UInt16

    /// The bits between the number and the counts (RFC 1035 section 4.1.1, RFC 4035 section 3).
    public let flags: UInt16

    /// The question.
    public let question: WireQuestion

    /// The class of the question.
    public let questionClass: UInt16

    /// The records that answer the question.
    public let answers: [DNSRecord]

    /// The records that point to an authority.
    public let authorities: [DNSRecord]

    /// The extension record, or `nil` when there is none.
    public let edns: EDNS?

    /// Reads a message that holds exactly one question; bytes behind the last record are ignored.
    public static func parse(_ bytes: [UInt8]) throws(DNSMessageError) -> DNSMessage {
        guard bytes.count <= maximumLength else { throw .tooLong }
        var reader = DNSMessageReader(bytes)
        return try DNSMessage(&reader)
    }

    private init(_ reader: inout DNSMessageReader) throws(DNSMessageError) {
        bytes = reader.bytes
        id = try reader.readUInt16()
        flags = try reader.readUInt16()
        guard try reader.readUInt16() == 1 else { throw .questionCount }
        let counts = (
            try reader.readUInt16(), try reader.readUInt16(), try reader.readUInt16()
        )
        guard Int(counts.0) + Int(counts.1) + Int(counts.2) <= DNSMessage.maximumRecords else {
            throw .tooManyRecords
        }
        question = WireQuestion(name: try reader.readName(), type: try reader.readUInt16())
        questionClass = try reader.readUInt16()
        answers = try DNSMessage.readRecords(counts.0, &reader)
        authorities = try DNSMessage.readRecords(counts.1, &reader)
        let options = try DNSMessage.readRecords(counts.2, &reader)
            .filter { $0.type == EDNS.recordType }
        guard options.count <= 1, options.allSatisfy(\.owner.isRoot) else { throw .edns }
        edns = options.first.map { [bytes] in EDNS($0, in: bytes) }
    }

    private static func readRecords(
        _ count: UInt16,
        _ reader: inout DNSMessageReader
    ) throws(DNSMessageError) -> [DNSRecord] {
        var records: [DNSRecord] = []
        for _ in 0..<count {
            records.append(
                DNSRecord(
                    owner: try reader.readName(),
                    type: try reader.readUInt16(),
                    recordClass: try reader.readUInt16(),
                    timeToLive: try reader.readUInt32(),
                    data: try reader.readRange(Int(try reader.readUInt16()))
                )
            )
        }
        return records
    }
}

extension DNSMessage {
    /// Whether this is a response to an ordinary query.
    public var isResponse: Bool { flags & 0x8000 != 0 && flags & 0x7800 == 0 }

    /// Whether the answer comes from an authority of the zone (AA).
    public var isAuthoritative: Bool { flags & 0x0400 != 0 }

    /// Whether the answer did not fit, so that it must be asked for over TCP (TC).
    public var isTruncated: Bool { flags & 0x0200 != 0 }

    /// Whether the server resolves for others (RA).
    public var offersRecursion: Bool { flags & 0x0080 != 0 }

    /// Whether the resolver is asked not to validate (CD).
    public var isCheckingDisabled: Bool { flags & 0x0010 != 0 }

    /// The response code, with the upper bits of EDNS (RFC 6895 section 2.3).
    public var rcode: UInt16 { UInt16(edns?.extendedRCode ?? 0) << 4 | flags & 0x000f }

    /// Whether this answers the query, as opposed to being a stray or forged message.
    public func answers(_ query: DNSQuery) -> Bool {
        isResponse && id == query.id && question == query.question
            && questionClass == DNSRecord.internetClass
    }

    /// Whether any signature came along (RFC 4034 section 3).
    public var holdsSignatures: Bool {
        (answers + authorities).contains { $0.isInternet(RecordType.rrsig.rawValue) }
    }

    /// Whether a record of the type asked for is among the answers.
    public var answersItself: Bool { answers.contains { $0.isInternet(question.type) } }

    /// Whether the message says that something is not there (RFC 2308 section 2).
    public var holdsDenial: Bool {
        rcode == 3 || authorities.contains { $0.isInternet(RecordType.soa.rawValue) }
    }

    /// Whether the server only points to other servers, as one that does not resolve does.
    public var isReferral: Bool {
        rcode == 0 && answers.isEmpty && !isAuthoritative && !offersRecursion
            && !holdsDenial
    }

    /// The data of one of the message's records.
    public func value(of record: DNSRecord) -> RecordValue {
        guard let type = RecordType(rawValue: record.type) else {
            return .unreadable(length: record.data.count)
        }
        return RecordValue.read(type: type, DNSMessageReader(bytes, in: record.data))
    }
}
