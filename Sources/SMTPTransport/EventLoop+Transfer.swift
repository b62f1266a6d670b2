import CLinuxSockets
import Glibc
import ProbeModel
import Sockets

/// Bytes in both directions.
extension EventLoop {
    /// The most that is read from one peer in one session, in bytes.
    ///
    /// A session asks for fewer than ten replies of at most 64 KiB, and certificates of about as much; a
    /// peer that sends more is flooding.
    static let mostBytesReceived = 1 << 20

    /// Takes an event of a connected socket.
    func handleOpen(_ connection: Connection, _ events: UInt32) {
        if events & EPOLLOUT.rawValue != 0, !connection.unsent.isEmpty { sendRest(connection) }
        let ending = EPOLLRDHUP.rawValue | EPOLLHUP.rawValue | EPOLLERR.rawValue
        guard events & (EPOLLIN.rawValue | ending) != 0 else { return }
        receive(connection, toEnd: events & ending != 0)
    }

    /// Reads what is there and passes it on.
    ///
    /// - Parameters:
    ///   - connection: An open connection.
    ///   - toEnd: The end of the stream is known to be there; else a `recv` that does not fill the buffer
    ///     has emptied the socket, and asking again would be a wasted system call.
    func receive(_ connection: Connection, toEnd: Bool) {
        let generation = connection.generation
        while connection.generation == generation, connection.stage == .open,
            !connection.awaitsTLS
        {
            switch TCPSocket.receive(into: wire, on: connection.descriptor) {
            case .nothing:
                return
            case .bytes(let count):
                connection.bytesReceived += count
                guard connection.bytesReceived <= EventLoop.mostBytesReceived else {
                    connection.systemError = SystemError(call: "recv", errno: EMSGSIZE)
                    return deliverLast(.reset, to: connection)
                }
                passOn(UnsafeRawBufferPointer(rebasing: wire[..<count]), connection)
                if count < wire.count, !toEnd { return }
            case .end:
                connection.sawEnd = true
                let isCut = connection.cutsHandshake
                return deliverLast(
                    isCut ? .tlsFailed("connection closed during the handshake") : .closedByPeer,
                    to: connection
                )
            case .failed(let code):
                connection.sawEnd = true
                connection.systemError = SystemError(call: "recv", errno: code)
                let isCut = connection.cutsHandshake
                return deliverLast(
                    isCut ? .tlsFailed("connection reset during the handshake") : .reset,
                    to: connection
                )
            }
        }
    }

    private func passOn(_ bytes: UnsafeRawBufferPointer, _ connection: Connection) {
        guard let tls = connection.tls else {
            return deliver(.received(Array(bytes)), to: connection)
        }
        guard tls.feed(bytes) else { return deliverLast(.reset, to: connection) }
        if !tls.isEstablished { advanceHandshake(connection) }
        readDecrypted(connection)
    }

    /// Sends bytes of the session, encrypted where TLS is on.
    func send(_ bytes: [UInt8], on connection: Connection) {
        if let tls = connection.tls {
            // In the midst of a handshake there is no way to say anything.
            guard tls.isEstablished else { return }
            tls.write(bytes)
            sendEncrypted(connection)
        } else {
            bytes.withUnsafeBytes { sendRaw($0, connection) }
        }
        guard connection.acknowledgesNext else { return }
        connection.acknowledgesNext = false
        // The small reply to the EHLO waits for our acknowledgement of the session tickets otherwise.
        TCPSocket.enable(TCP_QUICKACK, on: connection.descriptor)
    }

    func sendEncrypted(_ connection: Connection) {
        guard let tls = connection.tls else { return }
        while true {
            let count = tls.takeOutput(into: wire)
            guard count > 0 else { return }
            sendRaw(UnsafeRawBufferPointer(rebasing: wire[..<count]), connection)
        }
    }

    private func sendRaw(_ bytes: UnsafeRawBufferPointer, _ connection: Connection) {
        guard connection.unsent.isEmpty else { return connection.unsent.append(contentsOf: bytes) }
        switch TCPSocket.send(bytes, on: connection.descriptor) {
        case .bytes(let count):
            if count < bytes.count { connection.unsent.append(contentsOf: bytes[count...]) }
        case .shortage(let error):
            connection.unsent.append(contentsOf: bytes)
            sendLater(connection, error)
        // A broken connection is told by the next read, together with what came before the break.
        case .broken: break
        }
    }

    private func sendRest(_ connection: Connection) {
        let sending = connection.unsent.withUnsafeBytes {
            TCPSocket.send($0, on: connection.descriptor)
        }
        switch sending {
        case .bytes(let count):
            connection.unsent.removeFirst(count)
            connection.systemError = nil
        case .shortage(let error): sendLater(connection, error)
        case .broken: connection.unsent.removeAll(keepingCapacity: true)
        }
    }

    private func sendLater(_ connection: Connection, _ error: SystemError) {
        connection.systemError = error
        tellShortage(error)
        connection.nextAttempt = now.advanced(by: EventLoop.shortageRetry)
        schedule(connection)
    }

    /// Sends what this machine had no memory for, when its time has come.
    func sendAgain(_ connection: Connection) {
        guard let next = connection.nextAttempt, next <= now else { return }
        connection.nextAttempt = nil
        if !connection.unsent.isEmpty { sendRest(connection) }
    }
}
