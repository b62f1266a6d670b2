/// A place in a DNS message, from which numbers and names are read forwards.
///
/// Every read checks the end first. A name may continue elsewhere by compression pointers
/// (RFC 1035 section 4.1.4); each pointer must lead before everything the name has used so
/// far, and what stands there must end before that too. So no message can make the reader run in a
/// circle, and no name depends on what comes behind it.
struct DNSMessageReader {
    /// The most pointers that one name may follow: as many as it can have labels.
    ///
    /// Pointers to pointers would else make each of many names cost as much as the whole message.
    static let maximumPointers = 127

    /// The room made for a name, in bytes; most names fit, and the array grows for others.
    private static let usualNameLength = 32

    /// The whole message, since names point into it.
    let bytes: [UInt8]

    /// The next byte to read.
    private(set) var position: Int

    /// The first byte that is out of reach, except to compression pointers.
    let end: Int

    /// Whether names may hold compression pointers.
    let allowsPointers: Bool

    /// Creates a reader of part of a message; a range outside of it is cut down.
    init(_ bytes: [UInt8], in range: Range<Int>? = nil, allowsPointers: Bool = true) {
        self.bytes = bytes
        let range = (range ?? 0..<bytes.count).clamped(to: 0..<bytes.count)
        position = range.lowerBound
        end = range.upperBound
        self.allowsPointers = allowsPointers
    }

    /// How many bytes are left.
    var remaining: Int { end - position }

    /// Reads one byte.
    mutating func readByte() throws(DNSMessageError) -> UInt8 {
        guard remaining >= 1 else { throw .truncated }
        defer { position += 1 }
        return bytes[position]
    }

    /// Reads a 16-bit number in network order.
    mutating func readUInt16() throws(DNSMessageError) -> UInt16 {
        guard remaining >= 2 else { throw .truncated }
        defer { position += 2 }
        return UInt16(bytes[position]) << 8 | UInt16(bytes[position + 1])
    }

    /// Reads a 32-bit number in network order.
    mutating func readUInt32() throws(DNSMessageError) -> UInt32 {
        UInt32(try readUInt16()) << 16 | UInt32(try readUInt16())
    }

    /// Steps over some bytes and says where they are.
    mutating func readRange(_ count: Int) throws(DNSMessageError) -> Range<Int> {
        guard count >= 0, remaining >= count else { throw .truncated }
        defer { position += count }
        return position..<position + count
    }

    /// Reads a name.
    mutating func readName() throws(DNSMessageError) -> DNSName {
        var wire: [UInt8] = []
        wire.reserveCapacity(Self.usualNameLength)
        var cursor = position
        var limit = end
        var overrun = DNSMessageError.truncated
        var lowest = position
        var pointers = 0
        var resume: Int?
        while true {
            guard cursor < limit else { throw overrun }
            let octet = Int(bytes[cursor])
            switch octet >> 6 {
            case 0 where octet == 0:
                position = resume ?? cursor + 1
                wire.append(0)
                return DNSName(checkedWire: wire)
            case 0:
                guard cursor + 1 + octet <= limit else { throw overrun }
                // The root takes the last byte.
                guard wire.count + 1 + octet < DNSName.maximumWireLength else {
                    throw .nameTooLong
                }
                wire += bytes[cursor..<cursor + 1 + octet]
                cursor += 1 + octet
            case 3 where allowsPointers:
                guard cursor + 1 < limit else { throw overrun }
                let target = (octet & 0x3f) << 8 | Int(bytes[cursor + 1])
                pointers += 1
                guard target < lowest, pointers <= Self.maximumPointers else { throw .pointer }
                resume = resume ?? cursor + 2
                limit = lowest
                overrun = .pointer
                lowest = target
                cursor = target
            default:
                throw .labelType
            }
        }
    }
}
