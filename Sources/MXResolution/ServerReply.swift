import ProbeModel

/// What a resolver's message means for the question it answers.
enum ServerReply: Hashable {
    /// Records, or the statement that there are none.
    case usable
    /// More than a datagram holds: ask over TCP.
    case truncated
    /// RCODE 2.
    case serverFailure(ExtendedDNSError?)
    /// RCODE 5.
    case refusal(ExtendedDNSError?)
    /// It points to other servers instead of asking them.
    case referral
    /// The query was not understood (RCODE 1, 4 or 16), as by servers that do not know EDNS.
    case notUnderstood(rcode: UInt16)
    /// Any other RCODE.
    case otherError(rcode: UInt16)
    /// It cannot be read.
    case unreadable

    /// Judges a message that is known to answer the query.
    init(_ message: DNSMessage, over transport: Transport) {
        // A server's most telling error is the one about validation, wherever it stands.
        let errors = message.edns?.errors ?? []
        let error = errors.first(where: \.isValidationFailure) ?? errors.first
        guard message.rcode == 0 || message.rcode == 3 else {
            self.init(rcode: message.rcode, error)
            return
        }
        if message.isTruncated {
            self = transport == .udp ? .truncated : .unreadable
        } else {
            self = message.isReferral ? .referral : .usable
        }
    }

    /// Judges the response code of a message that is no answer.
    init(rcode: UInt16, _ error: ExtendedDNSError? = nil) {
        switch rcode {
        case 1, 4, 16: self = .notUnderstood(rcode: rcode)
        case 2: self = .serverFailure(error)
        case 5: self = .refusal(error)
        default: self = .otherError(rcode: rcode)
        }
    }
}

/// How a query travels.
enum Transport: Hashable {
    /// Datagrams, the ordinary way.
    case udp
    /// A connection, for long answers.
    case tcp
}
