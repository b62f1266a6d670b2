import ProbeModel

/// What a resolver sent in answer to a query, or what became of the way to it.
enum UpstreamEvent {
    /// A message that answers the query.
    case message(DNSMessage)
    /// A header alone, as servers send that do not understand the query.
    case bareError(rcode: UInt16)
    /// Bytes that carry the query's number and cannot be read, or claim to be of impossible length.
    case unreadable
    /// The query could not be sent, or was rejected on the way.
    case failure(errno: Int32)

    /// Judges what came; `nil` for what does not answer the query and is passed over (RFC 5452
    /// section 9.1).
    init?(_ bytes: [UInt8], for query: DNSQuery) {
        guard let message = try? DNSMessage.parse(bytes) else {
            guard bytes.count >= 4, bytes[2] & 0x80 != 0, bytes.leadingNumber == query.id else {
                return nil
            }
            let rcode = UInt16(bytes[3] & 0x0f)
            self = bytes.count == 12 && rcode != 0 ? .bareError(rcode: rcode) : .unreadable
            return
        }
        guard message.answers(query) else { return nil }
        self = .message(message)
    }
}

extension Collection<UInt8> {
    /// The first two bytes as a number, which in a DNS message is the query's; `nil` when there are
    /// fewer.
    var leadingNumber: UInt16? {
        guard count >= 2 else { return nil }
        let second = index(after: startIndex)
        return UInt16(self[startIndex]) << 8 | UInt16(self[second])
    }
}
