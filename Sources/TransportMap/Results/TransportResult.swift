/// The result of a transport entry, `transport:nexthop`, kept as it is written.
///
/// The first colon separates the halves, either of which may be empty; a result without a colon is
/// a transport alone (transport(5), RESULT FORMAT).
public struct TransportResult: Hashable, Sendable {
    /// The result as it stands in the table.
    public let bytes: [UInt8]

    /// Takes a result as it stands in a table; `nil` when no entry can hold it, because it is
    /// empty, begins or ends in white space, or has a newline or NUL inside.
    public init?(_ bytes: [UInt8]) {
        guard let first = bytes.first, let last = bytes.last, !first.isSpace, !last.isSpace,
            !bytes.contains(.newline), !bytes.contains(0)
        else { return nil }
        self.bytes = bytes
    }

    /// Takes a result as text.
    public init?(_ text: String) { self.init(Array(text.utf8)) }

    /// Composes a result; `nil` when the parts cannot stand in an entry.
    ///
    /// - Parameters:
    ///   - transport: The transport, or an empty text to leave it as it is.
    ///   - nexthops: The destinations in the order in which they are to be tried.
    public init?(transport: String, nexthops: [Nexthop]) {
        guard !transport.utf8.contains(.colon) else { return nil }
        self.init(transport + ":" + nexthops.map(\.text).joined(separator: ", "))
    }

    /// The bytes before the first colon; empty to leave the transport as it is.
    public var transportBytes: ArraySlice<UInt8> { bytes[..<separatorIndex] }

    /// The bytes after the first colon; empty when there are none.
    public var nexthopBytes: ArraySlice<UInt8> {
        separatorIndex == bytes.endIndex ? [] : bytes[(separatorIndex + 1)...]
    }

    private var separatorIndex: Int { bytes.firstIndex(of: .colon) ?? bytes.endIndex }

    /// The transport as text; empty to leave it as it is.
    public var transport: String { String(decoding: transportBytes, as: UTF8.self) }

    /// The nexthop half as text; empty when there is none.
    public var nexthop: String { String(decoding: nexthopBytes, as: UTF8.self) }

    /// What the result asks Postfix to do.
    public var meaning: Meaning {
        switch (transport, nexthop) {
        case ("", ""): .noChange
        case ("error", let text): .bounce(text.isEmpty ? Self.undeliverable : text)
        case ("retry", let text): .deferral(text.isEmpty ? Self.undeliverable : text)
        case ("", _): .nexthopOnly
        case (_, ""): .transportOnly
        default: .transportAndNexthop
        }
    }

    /// What Postfix says where an `error:` or `retry:` result has no text of its own.
    static let undeliverable = "Address is undeliverable"

    /// What a result asks Postfix to do.
    public enum Meaning: Hashable, Sendable {
        /// Deliver as if there were no entry (`:`).
        case noChange
        /// Keep the transport, go to other hosts (`:[host]`).
        case nexthopOnly
        /// Use a transport, and the recipient's domain as nexthop (`smtp:`).
        case transportOnly
        /// Use a transport and other hosts (`smtp:[host]:2525`).
        case transportAndNexthop
        /// Return the mail with a text (`error:…`).
        case bounce(String)
        /// Keep the mail in the queue with a text (`retry:…`).
        case deferral(String)
    }

    /// The destinations that the SMTP or LMTP client would try in order; none where the nexthop
    /// half is empty or a text.
    ///
    /// A list is separated by commas or white space (Postfix 3.5 and later).
    public var nexthops: [Nexthop] {
        switch meaning {
        case .nexthopOnly, .transportAndNexthop: nexthopRanges.map { Nexthop(bytes[$0]) }
        default: []
        }
    }

    /// Where the destinations of a list stand.
    var nexthopRanges: [Range<Int>] {
        if NexthopPrefix.unix.starts(nexthopBytes) {
            return [nexthopBytes.startIndex..<nexthopBytes.endIndex]
        }
        return nexthopBytes.split { [32, 9, 10, 13, .comma].contains($0) }
            .map { $0.startIndex..<$0.endIndex }
    }
}

extension TransportResult: CustomStringConvertible {
    /// The result as text; bytes that are not UTF-8 are replaced.
    public var description: String { String(decoding: bytes, as: UTF8.self) }
}
