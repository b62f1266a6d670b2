import Glibc
import ProbeModel

/// One TCP connection to one resolver, for one query of one exchange.
final class StreamSocket {
    /// The resolver's place in the list of all.
    let server: Int

    /// The poller's name for the socket.
    var token: UInt64?

    /// The socket.
    let descriptor: Int32

    private let query: DNSQuery
    private var unsent: [UInt8]
    private var received: [UInt8] = []

    /// How many reads are done in a row, so that a flood holds up nobody else.
    private static let maximumReads = 64

    /// Connects, to send a query.
    init(to address: ResolverAddress, server: Int, _ query: DNSQuery) throws(SocketError) {
        self.server = server
        self.query = query
        let bytes = query.bytes
        unsent = [UInt8(bytes.count >> 8), UInt8(truncatingIfNeeded: bytes.count)] + bytes
        descriptor = try address.connectedSocket(.tcp).get()
    }

    deinit { close(descriptor) }

    /// Whether bytes wait until the socket takes more.
    var wantsToWrite: Bool { !unsent.isEmpty }

    /// Sends what waits, or as much of it as fits now.
    ///
    /// - Returns: The system's error number, or `nil` when all is well.
    func flush() -> Int32? {
        guard !unsent.isEmpty else { return nil }
        let count = Glibc.send(descriptor, unsent, unsent.count, Int32(MSG_NOSIGNAL))
        guard count >= 0 else {
            // ENOTCONN: the connection is still under way.
            return [EAGAIN, EINTR, ENOTCONN].contains(errno) ? nil : errno
        }
        unsent.removeFirst(count)
        return nil
    }

    /// Reads what has come; `nil` when there is nothing more.
    func receive(into buffer: inout [UInt8]) -> UpstreamEvent? {
        for _ in 0..<StreamSocket.maximumReads {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count >= 0 else {
                return errno == EAGAIN || errno == EINTR ? nil : .failure(errno: errno)
            }
            guard count > 0 else { return .failure(errno: ECONNRESET) }
            received += buffer[..<count]
            if let event = nextEvent() { return event }
        }
        return nil
    }

    /// Takes the next message out of the bytes received.
    private func nextEvent() -> UpstreamEvent? {
        while let length = received.leadingNumber.map(Int.init), received.count >= 2 + length {
            let message = Array(received[2..<2 + length])
            received.removeFirst(2 + length)
            if let event = UpstreamEvent(message, for: query) { return event }
        }
        return nil
    }
}
