import Glibc
import ProbeModel
import Sockets

/// How an exchange's tries become packets, and packets its events.
extension Forwarder {
    /// How many datagrams of one exchange are awaited; further ones replace the oldest.
    private static let maximumDatagrams = 16

    /// Sends one query.
    ///
    /// - Returns: The system's error number, or `nil` when all is well.
    func send(_ attempt: Exchange.Attempt, _ exchange: ActiveExchange, at now: Instant) -> Int32? {
        do throws(SocketError) {
            switch attempt.transport {
            case .udp: try sendDatagram(attempt, exchange, at: now)
            case .tcp: try openStream(attempt, exchange)
            }
            return nil
        } catch {
            return error.errno
        }
    }

    private func sendDatagram(
        _ attempt: Exchange.Attempt,
        _ exchange: ActiveExchange,
        at now: Instant
    ) throws(SocketError) {
        if exchange.datagrams.count == Forwarder.maximumDatagrams {
            let (socket, id) = exchange.datagrams.removeFirst()
            forget(id, socket)
        }
        let socket = try pool.socket(to: attempt.server, at: now)
        switch socket.send(attempt, of: exchange) {
        case .success(let id): exchange.datagrams.append((socket, id))
        case .failure(let error):
            // The way to the resolver may have changed since it was connected.
            if !Shortage.isTold(by: error.errno) { pool.retire(socket) }
            throw error
        }
    }

    private func forget(_ id: UInt16, _ socket: DatagramSocket) {
        socket.forget(id)
        pool.release(socket)
    }

    /// Connects anew: a connection that has not answered in time is given up.
    private func openStream(
        _ attempt: Exchange.Attempt,
        _ exchange: ActiveExchange
    ) throws(SocketError) {
        close(exchange.streams.removeValue(forKey: attempt.server))
        let query = DNSQuery(
            id: .random(in: 0...UInt16.max),
            question: exchange.key.question,
            wantsSignatures: exchange.key.wantsSignatures,
            usesEDNS: attempt.usesEDNS
        )
        let socket = try StreamSocket(to: servers[attempt.server], server: attempt.server, query)
        socket.token = poller.add(socket.descriptor, writing: true) {
            [weak self, weak exchange, weak socket] readiness in
            guard let self, let exchange, let socket else { return }
            self.handle(readiness, socket, exchange)
        }
        guard socket.token != nil else { throw SocketError(errno: errno) }
        exchange.streams[attempt.server] = socket
    }

    private func handle(
        _ readiness: Poller.Readiness,
        _ socket: StreamSocket,
        _ exchange: ActiveExchange
    ) {
        if readiness.canWrite {
            if let errno = socket.flush() {
                return take(.failure(errno: errno), from: socket.server, over: .tcp, exchange)
            }
            socket.token.map { poller.change($0, writing: socket.wantsToWrite) }
        }
        while exchange.streams[socket.server] === socket,
            let event = socket.receive(into: &buffer)
        {
            take(event, from: socket.server, over: .tcp, exchange)
        }
    }

    /// Takes what has come at a socket.
    func handle(_ readiness: Poller.Readiness, _ socket: DatagramSocket) {
        if readiness.hasError { take(socket.takeErrors(), from: socket.server) }
        for _ in 0..<DatagramSocket.maximumReads {
            guard !socket.isClosed else { return }
            switch socket.receive(into: &buffer) {
            case .arrival(let arrival):
                take(arrival.event, from: socket.server, over: .udp, arrival.exchange)
                // A read that finds nothing costs as much as one that does.
                if socket.isIdle { return }
            case .stray: continue
            case .error(let errno):
                let arrivals = socket.takeErrors()
                take(arrivals.isEmpty ? socket.failures(errno) : arrivals, from: socket.server)
                // What no datagram explains would be told again and again.
                if arrivals.isEmpty { pool.abandon(socket) }
            case .end: return
            }
        }
    }

    private func take(_ arrivals: [DatagramSocket.Arrival], from server: Int) {
        for arrival in arrivals { take(arrival.event, from: server, over: .udp, arrival.exchange) }
    }

    private func take(
        _ event: UpstreamEvent,
        from server: Int,
        over transport: Transport,
        _ exchange: ActiveExchange
    ) {
        // What came before in the same turn may have ended it.
        guard !exchange.isOver else { return }
        let now = Instant.now
        let reply: ServerReply
        switch event {
        case .message(let message):
            reply = ServerReply(message, over: transport)
            if reply == .usable {
                _ = exchange.exchange.receive(reply, from: server, over: transport, at: now)
                let answer = Answer(message: message, server: server)
                return finish(exchange, .success(answer), at: now)
            }
        case .bareError(let rcode): reply = ServerReply(rcode: rcode)
        case .unreadable: reply = .unreadable
        case .failure(let errno):
            if transport == .tcp { close(exchange.streams.removeValue(forKey: server)) }
            let attempts = exchange.exchange.fail(server, over: transport, errno: errno, at: now)
            return perform(attempts, exchange, at: now)
        }
        let attempts = exchange.exchange.receive(reply, from: server, over: transport, at: now)
        perform(attempts, exchange, at: now)
    }

    /// Awaits nothing for an exchange any more.
    func remove(_ exchange: ActiveExchange) {
        for (socket, id) in exchange.datagrams { forget(id, socket) }
        exchange.datagrams = []
        for socket in exchange.streams.values { close(socket) }
        exchange.streams = [:]
    }

    private func close(_ socket: StreamSocket?) { socket?.token.map(poller.remove) }
}
