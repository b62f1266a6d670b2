import Glibc
import ProbeModel

/// One connected socket to one resolver, for one exchange: its outstanding queries, and for TCP the
/// bytes under way.
final class UpstreamSocket {
    /// What a resolver sent, or what became of the socket.
    enum Event {
        /// A message that answers an outstanding query.
        case message(DNSMessage)
        /// A header alone, as servers send that do not understand the query.
        case bareError(rcode: UInt16)
        /// Bytes that carry an outstanding number and cannot be read, or claim to be of impossible
        /// length.
        case unreadable
        /// The socket is of no more use.
        case failure(errno: Int32)
    }

    /// The resolver's place in the list of all.
    let server: Int

    /// How messages travel here.
    let transport: Transport

    /// The poller's name for the socket.
    var token: UInt64?

    /// The socket.
    let descriptor: Int32

    private var outstanding: [DNSQuery] = []
    private var unsent: [UInt8] = []
    private var received: [UInt8] = []

    /// How many reads are done in a row, so that a flood holds up nobody else.
    private static let maximumReads = 64

    /// How many queries may be outstanding on one socket; further tries replace the oldest.
    private static let maximumOutstanding = 16

    /// Connects.
    init(to address: ResolverAddress, server: Int, _ transport: Transport) throws(SocketError) {
        self.server = server
        self.transport = transport
        descriptor = try address.connectedSocket(transport).get()
    }

    deinit { close(descriptor) }

    /// Whether bytes wait until the socket takes more.
    var wantsToWrite: Bool { !unsent.isEmpty }

    /// Sends a query, or as much of it as fits now.
    ///
    /// - Returns: The system's error number, or `nil` when all is well.
    func send(_ query: DNSQuery) -> Int32? {
        if outstanding.count == UpstreamSocket.maximumOutstanding { outstanding.removeFirst() }
        outstanding.append(query)
        let bytes = query.bytes
        switch transport {
        case .udp:
            let count = sendOnce(bytes)
            // A full buffer is a lost packet like any other: the next try makes up for it.
            return count >= 0 || [EAGAIN, ENOBUFS, ENOMEM].contains(errno) ? nil : errno
        case .tcp:
            unsent += [UInt8(bytes.count >> 8), UInt8(truncatingIfNeeded: bytes.count)] + bytes
            return flush()
        }
    }

    /// Sends bytes, and again where a signal came in between.
    private func sendOnce(_ bytes: [UInt8]) -> Int {
        while true {
            let count = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
            if count >= 0 || errno != EINTR { return count }
        }
    }

    /// Sends what waits.
    func flush() -> Int32? {
        guard transport == .tcp, !unsent.isEmpty else { return nil }
        let count = sendOnce(unsent)
        guard count >= 0 else {
            // ENOTCONN: the connection is still under way.
            return errno == EAGAIN || errno == ENOTCONN ? nil : errno
        }
        unsent.removeFirst(count)
        return nil
    }

    /// Reads what has come; `nil` when there is nothing more.
    ///
    /// The buffer has room for the longest message.
    func receive(into buffer: inout [UInt8]) -> Event? {
        for _ in 0..<UpstreamSocket.maximumReads {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count >= 0 else {
                return errno == EAGAIN || errno == EINTR ? nil : .failure(errno: errno)
            }
            switch transport {
            case .udp:
                if let event = event(for: Array(buffer[..<count])) { return event }
            case .tcp:
                guard count > 0 else { return .failure(errno: ECONNRESET) }
                received += buffer[..<count]
                if let event = streamEvent() { return event }
            }
        }
        return nil
    }

    /// Takes the next message out of the bytes received over TCP.
    private func streamEvent() -> Event? {
        while received.count >= 2 {
            let length = Int(received[0]) << 8 | Int(received[1])
            guard received.count >= 2 + length else { return nil }
            let message = Array(received[2..<2 + length])
            received.removeFirst(2 + length)
            if let event = event(for: message) { return event }
        }
        return nil
    }

    /// Judges a message; `nil` for one that answers no outstanding query and is passed over (RFC
    /// 5452 section 9.1).
    private func event(for bytes: [UInt8]) -> Event? {
        guard let message = try? DNSMessage.parse(bytes) else {
            return unreadableEvent(for: bytes)
        }
        return outstanding.contains(where: message.answers) ? .message(message) : nil
    }

    private func unreadableEvent(for bytes: [UInt8]) -> Event? {
        guard bytes.count >= 4, bytes[2] & 0x80 != 0,
            outstanding.contains(where: { $0.id == UInt16(bytes[0]) << 8 | UInt16(bytes[1]) })
        else { return nil }
        let rcode = UInt16(bytes[3] & 0x0f)
        return bytes.count == 12 && rcode != 0 ? .bareError(rcode: rcode) : .unreadable
    }
}
