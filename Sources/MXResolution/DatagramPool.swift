import Glibc

/// The UDP sockets of all resolvers, each shared by many questions for a while.
///
/// A socket for each question would cost more than all the rest of it: opening, connecting, waiting
/// for and closing it take six system calls. What that buys is a source port that an attacker who
/// sees nothing has to guess beside the query's number (RFC 5452 sections 4.5 and 9.2). Nearly all
/// of it is kept:
///
/// - The system draws each port at random from all that it hands out, and each query goes out
///   through a place that is drawn at random too. Whoever knows no port still has to guess one of
///   some 28,000 and one of 65,536 numbers, for one question that is under way once: equal
///   questions share their exchange, so there is no birthday to be had (section 5). A question
///   that is asked again is likely to leave by another port.
/// - Whoever can find out open ports, by the side channels of ICMP rate limits, gains from a port
///   only while it is in use. A socket therefore takes a bounded number of queries over a few
///   seconds, in which such a search covers a small part of all ports. Then it listens for the
///   answers that are still awaited, and is closed.
/// - Sockets are connected, so that only the resolver's address and port are heard at all.
///
/// The few questions of a single diagnosis go out through a socket each, mostly, as places are
/// filled when they are first drawn.
final class DatagramPool {
    typealias Instant = ContinuousClock.Instant

    /// How many queries one socket takes: it costs some 10 µs, which are little for that many.
    static let queriesPerSocket = 128

    /// How long a socket takes queries.
    static let lifetime: Duration = .seconds(5)

    private let servers: [ResolverAddress]
    private let poller: Poller
    private let handler: (Poller.Readiness, DatagramSocket) -> Void

    /// The sockets that take queries, by resolver and place.
    private var places: [[DatagramSocket?]]

    /// Those that only listen, the eldest first.
    private var retired: [DatagramSocket] = []

    private let maximumRetired: Int

    /// Creates a pool without sockets.
    ///
    /// `maximumSockets` may be open at a time, half of them as places; there is at least one place for
    /// each resolver, and room for one socket that only listens. The handler is called when something
    /// has come.
    init(
        servers: [ResolverAddress],
        maximumSockets: Int,
        poller: Poller,
        handler: @escaping (Poller.Readiness, DatagramSocket) -> Void
    ) {
        self.servers = servers
        self.poller = poller
        self.handler = handler
        let placesEach = max(1, maximumSockets / 2 / max(1, servers.count))
        places = servers.map { _ in Array(repeating: nil, count: placesEach) }
        maximumRetired = max(1, maximumSockets - placesEach * servers.count)
    }

    /// How many sockets are open.
    var count: Int { places.joined().count { $0 != nil } + retired.count }

    /// A socket to send one query to a resolver through.
    func socket(to server: Int, at now: Instant) throws(SocketError) -> DatagramSocket {
        let place = Int.random(in: places[server].indices)
        if let socket = places[server][place] {
            if socket.takesQuery(at: now) { return socket }
            retire(socket)
        }
        do throws(SocketError) {
            let socket = try open(to: server, at: now)
            places[server][place] = socket
            return socket
        } catch {
            // Where nothing more can be opened, another one is as good.
            let others = places[server].compactMap(\.self).filter { $0.takesQuery(at: now) }
            guard let other = others.randomElement() else { throw error }
            return other
        }
    }

    private func open(to server: Int, at now: Instant) throws(SocketError) -> DatagramSocket {
        let socket = try DatagramSocket(
            to: servers[server],
            server: server,
            queries: DatagramPool.queriesPerSocket,
            until: now + DatagramPool.lifetime
        )
        socket.token = poller.add(socket.descriptor) { [handler] in handler($0, socket) }
        guard socket.token != nil else { throw SocketError(errno: errno) }
        return socket
    }

    /// Sends no more through a socket, and closes it as soon as nothing is awaited there.
    func retire(_ socket: DatagramSocket) {
        guard !socket.isRetired else { return }
        socket.isRetired = true
        if let place = places[socket.server].firstIndex(where: { $0 === socket }) {
            places[socket.server][place] = nil
        }
        retired.append(socket)
        release(socket)
        // To its questions the eldest one's end is as though the packets were lost.
        if retired.count > maximumRetired { close(retired.removeFirst()) }
    }

    /// Closes a socket that is retired, if nothing is awaited there any more.
    func release(_ socket: DatagramSocket) {
        guard socket.isRetired, socket.isIdle else { return }
        retired.removeAll { $0 === socket }
        close(socket)
    }

    /// Closes a socket that is broken; its questions are asked again through others, in their time.
    func abandon(_ socket: DatagramSocket) {
        retire(socket)
        retired.removeAll { $0 === socket }
        close(socket)
    }

    /// Closes all sockets.
    func close() {
        for socket in places.joined().compactMap(\.self) + retired { close(socket) }
        places = places.map { $0.map { _ in nil } }
        retired = []
    }

    private func close(_ socket: DatagramSocket) {
        socket.isClosed = true
        socket.token.map(poller.remove)
        socket.token = nil
    }
}
