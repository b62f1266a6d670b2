/// The question of a DNS message: any name and any type of the Internet class (RFC 1035 section
/// 4.1.2).
///
/// ``Question`` is the checked form that mxprobe itself asks.
public struct WireQuestion: Hashable, Sendable {
    /// The name, which may be the root.
    public let name: DNSName

    /// The type's number, which need not be a ``RecordType``.
    public let type: UInt16

    /// Creates a question.
    public init(name: DNSName, type: UInt16) {
        self.name = name
        self.type = type
    }

    /// Creates the wire form of a checked question.
    public init(_ question: Question) {
        self.init(name: DNSName(question.name), type: question.type.rawValue)
    }
}
