/// What an epoll event belongs to: a connection slot in one of its uses, and one of its sockets.
///
/// A slot is used again and again. An event that was fetched together with the one that ended a session
/// carries the old generation and is dropped.
struct EventToken: Hashable {
    /// The number that travels through epoll.
    let bits: UInt64

    /// The token of the mailbox's eventfd, which no slot can have.
    static let mailbox = EventToken(bits: .max)

    /// Creates the token of a socket.
    init(slot: Int, attempt: Int, generation: UInt32) {
        bits = UInt64(generation) << 32 | UInt64(UInt8(attempt)) << 24 | UInt64(slot)
    }

    /// Reads a token that epoll gave back.
    init(bits: UInt64) { self.bits = bits }

    /// The index of the connection.
    var slot: Int { Int(bits & 0xff_ffff) }

    /// Which of the connection's SYNs the socket sent, from 0.
    var attempt: Int { Int(bits >> 24 & 0xff) }

    /// How often the slot had been used before.
    var generation: UInt32 { UInt32(truncatingIfNeeded: bits >> 32) }
}
