import Glibc
import ProbeModel

/// How an exchange's tries become packets, and packets its events.
extension Forwarder {
    /// Sends one query over the exchange's socket to that resolver, opening it where needed.
    ///
    /// - Returns: The system's error number, or `nil` when all is well.
    func send(_ attempt: Exchange.Attempt, _ exchange: ActiveExchange) -> Int32? {
        let route = ActiveExchange.RouteKey(server: attempt.server, transport: attempt.transport)
        // A connection that has not answered in time is given up; a datagram socket goes on
        // listening.
        if attempt.transport == .tcp { close(route, exchange) }
        do throws(SocketError) {
            let socket = try socket(for: route, exchange)
            let query = DNSQuery(
                id: .random(in: 0...UInt16.max),
                question: exchange.key.question,
                wantsSignatures: exchange.key.wantsSignatures,
                usesEDNS: attempt.usesEDNS
            )
            guard let errno = socket.send(query) else {
                socket.token.map { poller.change($0, writing: socket.wantsToWrite) }
                return nil
            }
            close(route, exchange)
            return errno
        } catch {
            return error.errno
        }
    }

    private func socket(
        for route: ActiveExchange.RouteKey,
        _ exchange: ActiveExchange
    ) throws(SocketError) -> UpstreamSocket {
        if let socket = exchange.sockets[route] { return socket }
        let socket = try UpstreamSocket(
            to: servers[route.server],
            server: route.server,
            route.transport
        )
        let isConnecting = route.transport == .tcp
        socket.token = poller.add(socket.descriptor, writing: isConnecting) {
            [weak self, weak exchange, weak socket] readiness in
            guard let self, let exchange, let socket else { return }
            self.handle(readiness, socket, exchange)
        }
        guard socket.token != nil else { throw SocketError(errno: ENFILE) }
        exchange.sockets[route] = socket
        return socket
    }

    private func handle(
        _ readiness: Poller.Readiness,
        _ socket: UpstreamSocket,
        _ exchange: ActiveExchange
    ) {
        if readiness.canWrite {
            if let errno = socket.flush() { return take(.failure(errno: errno), socket, exchange) }
            socket.token.map { poller.change($0, writing: socket.wantsToWrite) }
        }
        while exchange.exchange.outcome == nil, let event = socket.receive(into: &buffer) {
            take(event, socket, exchange)
            if case .failure = event { return }
        }
    }

    private func take(
        _ event: UpstreamSocket.Event,
        _ socket: UpstreamSocket,
        _ exchange: ActiveExchange
    ) {
        let now = Instant.now
        let reply: ServerReply
        switch event {
        case .message(let message):
            reply = ServerReply(message, over: socket.transport)
            if reply == .usable {
                _ = exchange.exchange.receive(
                    reply,
                    from: socket.server,
                    over: socket.transport,
                    at: now
                )
                let answer = Answer(message: message, server: socket.server)
                return finish(exchange, .success(answer), at: now)
            }
        case .bareError(let rcode): reply = ServerReply(rcode: rcode)
        case .unreadable: reply = .unreadable
        case .failure(let errno):
            close(.init(server: socket.server, transport: socket.transport), exchange)
            let attempts = exchange.exchange.fail(
                socket.server,
                over: socket.transport,
                errno: errno,
                at: now
            )
            return perform(attempts, exchange, at: now)
        }
        let attempts = exchange.exchange.receive(
            reply,
            from: socket.server,
            over: socket.transport,
            at: now
        )
        perform(attempts, exchange, at: now)
    }

    /// Closes all sockets of an exchange.
    func remove(_ exchange: ActiveExchange) {
        for route in Array(exchange.sockets.keys) { close(route, exchange) }
    }

    private func close(_ route: ActiveExchange.RouteKey, _ exchange: ActiveExchange) {
        guard let socket = exchange.sockets.removeValue(forKey: route) else { return }
        socket.token.map(poller.remove)
    }
}
