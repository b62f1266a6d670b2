import Glibc
import ProbeModel

/// The forwarder as libunbound sees it: a DNS server at a port of 127.0.0.1 that nobody else is
/// told of.
///
/// libunbound marks a forwarder dead after a few lost packets and then fails every query for a
/// while. This one never loses any: it answers when the exchange with the real resolvers has ended,
/// and says SERVFAIL at once when that failed.
final class LoopbackFront {
    typealias Instant = ContinuousClock.Instant

    /// Room for bursts of queries; the system may grant less.
    private static let receiveBuffer: Int32 = 1_048_576

    /// How many queries are read in a row.
    private static let maximumReads = 256

    /// How long a failure answers repeated queries, because libunbound asks a failing forwarder
    /// several times at once.
    static let failureLifetime: Duration = .seconds(1)

    /// The port.
    let port: UInt16

    private let descriptor: Int32
    private var token: UInt64?
    private let poller: Poller
    private let forwarder: Forwarder
    private var buffer = [UInt8](repeating: 0, count: 4_096)

    /// Opens the port; `nil` when this machine has no working loopback interface.
    init?(forwarder: Forwarder, poller: Poller) {
        self.forwarder = forwarder
        self.poller = poller
        let flags = SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue
        descriptor = socket(AF_INET, Int32(flags), 0)
        port = LoopbackFront.bindPort(descriptor)
        guard port != 0, LoopbackFront.isReachable(port) else {
            Glibc.close(descriptor)
            return nil
        }
        var size = LoopbackFront.receiveBuffer
        setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        token = poller.add(descriptor) { [weak self] _ in self?.receive() }
    }

    /// Closes the port.
    func close() {
        guard let token else { return }
        self.token = nil
        poller.remove(token)
        Glibc.close(descriptor)
    }

    private static func bindPort(_ descriptor: Int32) -> UInt16 {
        let wanted = ResolverAddress(IPAddress(ipv4: 0x7f00_0001), port: 0)
        guard wanted.withSocketAddress({ bind(descriptor, $0, $1) }) == 0 else { return 0 }
        var actual = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &actual) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getsockname(descriptor, $0, &length)
            }
        }
        return status == 0 ? UInt16(bigEndian: actual.sin_port) : 0
    }

    /// Whether there is a route to loopback: in a bare network namespace there may be none.
    private static func isReachable(_ port: UInt16) -> Bool {
        let address = ResolverAddress(IPAddress(ipv4: 0x7f00_0001), port: port)
        guard case .success(let descriptor) = address.connectedSocket(.udp) else { return false }
        Glibc.close(descriptor)
        return true
    }

    private func receive() {
        for _ in 0..<LoopbackFront.maximumReads {
            var client = sockaddr_in()
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let count = withUnsafeMutablePointer(to: &client) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    recvfrom(descriptor, &buffer, buffer.count, 0, $0, &length)
                }
            }
            guard count >= 0 else { return }
            if let query = try? DNSMessage.parse(Array(buffer[..<count])), query.isQuery {
                answer(query, client)
            }
        }
    }

    private func answer(_ query: DNSMessage, _ client: sockaddr_in) {
        let key = Forwarder.Key(question: query.question, wantsSignatures: true)
        let now = Instant.now
        let isAsking = forwarder.isActive(key)
        if !isAsking, forwarder.failure(of: key, since: now - LoopbackFront.failureLifetime) != nil
        {
            return send(query.serverFailure, client)
        }
        forwarder.fetch(key, at: now) { [weak self] result in
            switch result {
            case .success(let answer): self?.send(answer.message.relayed(to: query), client)
            case .failure: self?.send(query.serverFailure, client)
            }
        }
    }

    private func send(_ bytes: [UInt8], _ client: sockaddr_in) {
        guard token != nil else { return }
        var client = client
        _ = withUnsafePointer(to: &client) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(
                    descriptor,
                    bytes,
                    bytes.count,
                    Int32(MSG_NOSIGNAL),
                    $0,
                    socklen_t(MemoryLayout<sockaddr_in>.size)
                )
            }
        }
    }
}

extension DNSMessage {
    /// Whether this is an ordinary query of the Internet class.
    fileprivate var isQuery: Bool {
        flags & 0xf800 == 0 && questionClass == DNSRecord.internetClass
    }

    /// This message as the answer to another query with the same question.
    ///
    /// It claims to come from a resolver (RA), as which it was accepted; libunbound would take it
    /// for a lame server's else.
    fileprivate func relayed(to query: DNSMessage) -> [UInt8] {
        var bytes = bytes
        bytes[0] = UInt8(query.id >> 8)
        bytes[1] = UInt8(truncatingIfNeeded: query.id)
        bytes[3] |= 0x80
        return bytes
    }

    /// The answer that there is none (RCODE 2).
    fileprivate var serverFailure: [UInt8] {
        [UInt8(id >> 8), UInt8(truncatingIfNeeded: id), 0x81, 0x82, 0, 1, 0, 0, 0, 0, 0, 0]
            + question.name.wireBytes
            + [question.type, questionClass].flatMap {
                [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)]
            }
    }
}
