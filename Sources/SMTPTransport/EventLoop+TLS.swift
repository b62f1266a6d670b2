import ProbeModel

/// Handshakes, and what comes through them.
extension EventLoop {
    /// Begins a handshake, as soon as the trusted roots are read.
    func startTLS(_ connection: Connection) {
        switch tls {
        case .loading:
            connection.awaitsTLS = true
            awaitingTLS.append(
                EventToken(slot: connection.slot, attempt: 0, generation: connection.generation)
            )
        case .unavailable:
            deliver(.tlsFailed("tls is not available"), to: connection)
        case .ready(let context):
            guard let request = connection.job?.request,
                let stream = TLSStream(context: context, identity: TLSIdentity(request))
            else { return deliver(.tlsFailed("out of memory"), to: connection) }
            connection.tls = stream
            advanceHandshake(connection)
        }
    }

    /// Begins the handshakes that were asked for before the trusted roots were read.
    func startAwaitedTLS(_ context: TLSContext?) {
        tls = context.map { .ready($0) } ?? .unavailable
        for token in awaitingTLS {
            let connection = connections[token.slot]
            guard connection.generation == token.generation, connection.awaitsTLS else { continue }
            connection.awaitsTLS = false
            if let phase = connection.session?.phase { restartDeadline(connection, phase) }
            startTLS(connection)
            guard connection.generation == token.generation else { continue }
            // Events that came meanwhile were not acted upon, and do not come again.
            receive(connection, toEnd: true)
            if connection.generation == token.generation { schedule(connection) }
        }
        awaitingTLS = []
    }

    func advanceHandshake(_ connection: Connection) {
        guard let stream = connection.tls else { return }
        let generation = connection.generation
        switch stream.advanceHandshake() {
        case .wantsMore:
            sendEncrypted(connection)
        case .established(let observation):
            connection.tlsObservation = observation
            connection.acknowledgesNext = true
            // The end of the handshake leaves together with what the session has to say next.
            deliver(.tlsEstablished, to: connection)
            if connection.generation == generation { sendEncrypted(connection) }
        case .failed(let reason):
            // There may be an alert for the peer.
            sendEncrypted(connection)
            connection.tls = nil
            deliver(.tlsFailed(reason), to: connection)
        }
    }

    func readDecrypted(_ connection: Connection) {
        let generation = connection.generation
        while connection.generation == generation, connection.stage == .open,
            let tls = connection.tls, tls.isEstablished
        {
            switch tls.read(into: plain) {
            case .bytes(let count):
                let bytes = Array(UnsafeRawBufferPointer(rebasing: plain[..<count]))
                deliver(.received(bytes), to: connection)
            case .wantsMore:
                return sendEncrypted(connection)
            case .closed:
                return deliverLast(.closedByPeer, to: connection)
            case .failed:
                sendEncrypted(connection)
                return deliverLast(.reset, to: connection)
            }
        }
    }

    /// How far the trusted roots are.
    enum TLSState {
        /// Being read on another thread.
        case loading
        /// Read.
        case ready(TLSContext)
        /// OpenSSL could not be set up.
        case unavailable
    }
}

extension Connection {
    /// Whether an end of the connection now ends a handshake in which the peer has taken part.
    ///
    /// A port that accepts and closes at once says nothing about TLS.
    var cutsHandshake: Bool { tls.map { !$0.isEstablished && bytesReceived > 0 } ?? false }
}
