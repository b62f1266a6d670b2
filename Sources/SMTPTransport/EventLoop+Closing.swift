import Glibc
import ProbeModel

/// The way out of a connection.
extension EventLoop {
    /// How often a closing connection is read before it is given up: enough for what is on its way.
    static let mostReadsAtEnd = 16

    /// Says goodbye and closes, without leaving bytes unread that would turn our FIN into a reset.
    func beginClose(_ connection: Connection) {
        let isEncrypted = connection.tls?.isEstablished ?? false
        if isEncrypted, !connection.sawEnd {
            connection.tls?.shutDown()
            sendEncrypted(connection)
        }
        readAway(connection)
        // After the last SMTP reply a peer only closes; a TLS peer still sends its close_notify.
        guard isEncrypted, !connection.sawEnd else { return release(connection) }
        shutdown(connection.descriptor, Int32(SHUT_WR))
        connection.stage = .lingering
        connection.nextAttempt = nil
        schedule(connection)
    }

    /// Takes an event of a connection whose FIN is sent.
    func linger(_ connection: Connection) {
        readAway(connection)
        if connection.sawEnd { release(connection) }
    }

    private func readAway(_ connection: Connection) {
        guard !connection.sawEnd else { return }
        for _ in 0..<EventLoop.mostReadsAtEnd {
            switch TCPSocket.receive(into: wire, on: connection.descriptor) {
            case .bytes: continue
            case .nothing: return
            case .end, .failed:
                connection.sawEnd = true
                return
            }
        }
        // Still more: a flood, which deserves the reset that it gets.
        connection.sawEnd = true
    }
}
