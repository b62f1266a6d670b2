/// A pattern that a transport entry can be written with.
///
/// The text stands in the table as it is: a local part with special characters is in quotes, as
/// postmap(1) wants it since Postfix 3.2.
public struct TransportPattern: Hashable, Sendable {
    /// The pattern as it stands in the table.
    public let bytes: [UInt8]

    /// Takes a pattern; `nil` when a table would not read it back as one key: it is empty, has
    /// white space outside quotes, begins with `#`, ends in a lone backslash or has an open quote.
    public init?(_ text: String) { self.init(Array(text.utf8)) }

    /// Takes a pattern as it stands in a table.
    public init?(_ bytes: [UInt8]) {
        guard let first = bytes.first, first != .hash, !first.isSpace,
            bytes.allSatisfy({ $0 != 0 && $0 != .newline && $0 != .carriageReturn }),
            UTF8Check.isValid(bytes[...]),
            EntrySplitter.endOfKey(in: (bytes + [32, 32])[...]) == bytes.count
        else { return nil }
        self.bytes = bytes
    }

    /// What kind of pattern this is.
    public var kind: Kind {
        if bytes == [UInt8(ascii: "*")] { return .wildcard }
        if bytes.contains(.at) { return .address }
        return bytes.first == .dot ? .subdomains : .domain
    }

    /// The kinds of pattern (transport(5), TABLE SEARCH ORDER).
    public enum Kind: Hashable, Sendable {
        /// `user@domain`.
        case address
        /// `domain`.
        case domain
        /// `.domain`.
        case subdomains
        /// `*`.
        case wildcard
    }
}

extension TransportPattern: CustomStringConvertible {
    /// The pattern as text.
    public var description: String { String(decoding: bytes, as: UTF8.self) }
}
