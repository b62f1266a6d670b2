/// A name as DNS carries it: labels of arbitrary bytes (RFC 1035 section 3.1, RFC 2181 section 11).
///
/// It keeps what a server sent, which need not be a host name. ``DomainName`` is the checked form.
public struct DNSName: Hashable, Sendable {
    /// The longest name on the wire, in bytes, length octets and the root included (RFC 1035 section 2.3.4).
    public static let maximumWireLength = 255

    /// The longest label, in bytes (RFC 1035 section 2.3.4).
    public static let maximumLabelLength = 63

    /// The name on the wire, uncompressed: each label behind its length, then the root's zero byte;
    /// ASCII capitals folded to lower case.
    public let wireBytes: [UInt8]

    /// Creates a name from its labels; `nil` when one is empty or a limit is passed.
    public init?(labels: [[UInt8]]) {
        guard labels.allSatisfy({ (1...DNSName.maximumLabelLength).contains($0.count) }),
            labels.reduce(1, { $0 + 1 + $1.count }) <= DNSName.maximumWireLength
        else { return nil }
        self.init(checkedWire: labels.flatMap { [UInt8($0.count)] + $0 } + [0])
    }

    /// Creates the name of a domain.
    public init(_ domain: DomainName) {
        let text = domain.ascii.utf8
        var wire: [UInt8] = []
        wire.reserveCapacity(text.count + 2)
        for label in text.split(separator: UInt8(ascii: ".")) {
            wire.append(UInt8(label.count))
            wire += label
        }
        wire.append(0)
        wireBytes = wire
    }

    /// Takes the wire form of a name whose lengths are known to be right.
    init(checkedWire wire: [UInt8]) {
        var wire = wire
        // No length is as great as the code of a capital.
        for index in wire.indices where (65...90).contains(wire[index]) { wire[index] += 32 }
        wireBytes = wire
    }

    /// The root name, `.`, which a null MX names (RFC 7505).
    public static let root = DNSName(checkedWire: [0])

    /// Whether this is the root name.
    public var isRoot: Bool { wireBytes.count == 1 }

    /// The labels, leftmost first, without the root; each is a copy.
    public var labels: [[UInt8]] {
        var labels: [[UInt8]] = []
        var rest = wireBytes[...]
        while let length = rest.popFirst(), length > 0 {
            labels.append(Array(rest.prefix(Int(length))))
            rest = rest.dropFirst(Int(length))
        }
        return labels
    }

    /// Whether this is `other` or lies below it.
    public func isEqualOrBelow(_ other: DNSName) -> Bool {
        let start = wireBytes.count - other.wireBytes.count
        var position = 0
        while position < start { position += 1 + Int(wireBytes[position]) }
        return position == start && wireBytes[start...] == other.wireBytes[...]
    }

    /// Hashes the bytes in one piece; the root's zero byte, which no label begins with, ends them.
    public func hash(into hasher: inout Hasher) {
        wireBytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    }
}

extension DNSName: CustomStringConvertible {
    /// The name in master-file form, every unusual byte as `\DDD` (RFC 1035 section 5.1), no final dot.
    public var description: String {
        if isRoot { return "." }
        return labels.map { label in
            label.map { byte in
                switch byte {
                case UInt8(ascii: "."), UInt8(ascii: "\\"), UInt8(ascii: "\""):
                    return "\\" + String(UnicodeScalar(byte))
                case 33...126: return String(UnicodeScalar(byte))
                default:
                    let digits = String(byte)
                    return "\\" + String(repeating: "0", count: 3 - digits.count) + digits
                }
            }.joined()
        }.joined(separator: ".")
    }
}
