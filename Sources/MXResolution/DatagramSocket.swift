import CLinuxSockets
import Glibc
import ProbeModel
import Sockets

/// One UDP socket that is connected to one resolver, and that many questions share for a while.
///
/// An answer is tied to its question by this socket, which hears nobody but the resolver, by the
/// query's number, which no other query out on the socket has, and by the question that it repeats.
final class DatagramSocket {
    typealias Instant = ContinuousClock.Instant

    /// What came for one of the exchanges.
    struct Arrival {
        let event: UpstreamEvent
        let exchange: ActiveExchange
    }

    /// What one read brought.
    enum Reading {
        /// Something for an exchange.
        case arrival(Arrival)
        /// A datagram for nobody: late, a stray, or forged.
        case stray
        /// An error of the socket, which ``takeErrors()`` explains.
        case error(errno: Int32)
        /// There is no more for now.
        case end
    }

    /// How many datagrams are read in a row, so that a flood holds up nobody else.
    static let maximumReads = 64

    /// How often sending is tried: an error may be that of an earlier datagram, which the system
    /// tells with the next call.
    private static let maximumSends = 3

    /// The most errors that are taken at once.
    private static let maximumErrors = 64

    /// The resolver's place in the list of all.
    let server: Int

    /// The socket.
    let descriptor: Int32

    /// The poller's name for the socket.
    var token: UInt64?

    /// Whether it takes no more queries, and only listens for answers to those that are out.
    var isRetired = false

    /// Whether nobody listens any more.
    var isClosed = false

    private var outstanding: [UInt16: (query: DNSQuery, exchange: ActiveExchange)] = [:]
    private var remainingQueries: Int
    private let end: Instant

    /// Connects, to take a number of queries at most, and none once the end has come.
    init(
        to address: ResolverAddress,
        server: Int,
        queries: Int,
        until end: Instant
    ) throws(SocketError) {
        self.server = server
        self.end = end
        remainingQueries = queries
        descriptor = try address.connectedSocket(.udp).get()
    }

    deinit { close(descriptor) }

    /// Whether one more query may go out here.
    func takesQuery(at now: Instant) -> Bool {
        !isRetired && remainingQueries > 0 && now < end
    }

    /// Whether no answer is awaited.
    var isIdle: Bool { outstanding.isEmpty }

    /// Sends a query of an exchange, under a number that no other query out on the socket has.
    ///
    /// - Returns: The number, which ``forget(_:)`` takes, or the system's error.
    func send(
        _ attempt: Exchange.Attempt,
        of exchange: ActiveExchange
    ) -> Result<UInt16, SocketError> {
        var id = UInt16.random(in: 0...UInt16.max)
        while outstanding[id] != nil { id = .random(in: 0...UInt16.max) }
        let query = DNSQuery(
            id: id,
            question: exchange.key.question,
            wantsSignatures: exchange.key.wantsSignatures,
            usesEDNS: attempt.usesEDNS
        )
        remainingQueries -= 1
        if let errno = send(query.bytes) { return .failure(SocketError(errno: errno)) }
        outstanding[id] = (query, exchange)
        return .success(id)
    }

    /// Awaits an answer no longer: what comes late is for nobody.
    func forget(_ id: UInt16) { outstanding[id] = nil }

    private func send(_ bytes: [UInt8]) -> Int32? {
        var sends = 0
        while true {
            let count = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
            if count >= 0 { return nil }
            if errno == EINTR { continue }
            // A full buffer is a lost packet like any other: the next try makes up for it.
            if errno == EAGAIN { return nil }
            if Shortage.isTold(by: errno) { return errno }
            sends += 1
            if sends == DatagramSocket.maximumSends { return errno }
        }
    }

    /// Reads one datagram.
    ///
    /// The buffer has room for the longest.
    func receive(into buffer: inout [UInt8]) -> Reading {
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count >= 0 else {
            return errno == EAGAIN || errno == EINTR ? .end : .error(errno: errno)
        }
        // Most strays are told by their number, before anything is copied or read.
        guard let id = buffer[..<count].leadingNumber, let (query, exchange) = outstanding[id],
            let event = UpstreamEvent(Array(buffer[..<count]), for: query)
        else { return .stray }
        return .arrival(Arrival(event: event, exchange: exchange))
    }

    /// Takes the errors that came in for datagrams, and finds whose they were.
    ///
    /// An ICMP error quotes the datagram that it is about, and so the query's number. One that does
    /// not quote enough is about the way to the resolver, and so about everything that is out here.
    func takeErrors() -> [Arrival] {
        var arrivals: [Arrival] = []
        var entry = eq_entry()
        var quote = [UInt8](repeating: 0, count: 2)
        for _ in 0..<DatagramSocket.maximumErrors {
            var length = quote.count
            guard eq_read_quoted(descriptor, &entry, &quote, &length) == 1 else { break }
            let errno = Int32(bitPattern: entry.err)
            if let id = quote[..<length].leadingNumber {
                if let (_, exchange) = outstanding[id] {
                    arrivals.append(Arrival(event: .failure(errno: errno), exchange: exchange))
                }
            } else {
                arrivals += failures(errno)
            }
        }
        return arrivals
    }

    /// The same error for everything that is out here.
    func failures(_ errno: Int32) -> [Arrival] {
        outstanding.values.map { Arrival(event: .failure(errno: errno), exchange: $0.exchange) }
    }
}
