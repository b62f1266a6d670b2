/// A name as DNS carries it: labels of arbitrary bytes (RFC 1035 section 3.1, RFC 2181 section 11).
///
/// It keeps what a server sent, which need not be a host name. ``DomainName`` is the checked form.
public struct DNSName: Hashable, Sendable {
    /// The longest name on the wire, in bytes, length octets and the root included (RFC 1035 section 2.3.4).
    public static let maximumWireLength = 255

    /// The longest label, in bytes (RFC 1035 section 2.3.4).
    public static let maximumLabelLength = 63

    /// The labels, leftmost first, without the root; ASCII capitals folded to lower case.
    public let labels: [[UInt8]]

    /// Creates a name from its labels; `nil` when one is empty or a limit is passed.
    public init?(labels: [[UInt8]]) {
        guard labels.allSatisfy({ (1...DNSName.maximumLabelLength).contains($0.count) }),
            labels.reduce(1, { $0 + 1 + $1.count }) <= DNSName.maximumWireLength
        else { return nil }
        self.labels = labels.map { label in
            label.map { (65...90).contains($0) ? $0 + 32 : $0 }
        }
    }

    /// Creates the name of a domain.
    public init(_ domain: DomainName) {
        labels = domain.labels.map { Array($0.utf8) }
    }

    /// The root name, `.`, which a null MX names (RFC 7505).
    public static let root = DNSName()

    private init() { labels = [] }

    /// Whether this is the root name.
    public var isRoot: Bool { labels.isEmpty }
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
