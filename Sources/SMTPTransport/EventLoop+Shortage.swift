import ProbeEngine
import ProbeModel

/// When this machine has no socket to give: sessions wait for one, at no peer's cost.
extension EventLoop {
    /// How soon a socket is asked for again.
    static let shortageRetry = Duration.milliseconds(20)

    /// How often that wait doubles: a shortage that lasts is another program's, which is not to be hurried 50 times a second.
    static let mostDoublings = 5

    /// Has a session wait for a socket.
    func awaitSocket(_ connection: Connection, _ error: SystemError) {
        connection.systemError = error
        starving.insert(connection.slot)
        let wait = EventLoop.shortageRetry * (1 << connection.shortages)
        connection.shortages = min(connection.shortages + 1, EventLoop.mostDoublings)
        connection.nextAttempt = now.advanced(by: wait)
        tellShortage(error)
    }

    /// Tells the first shortage, and no other.
    func tellShortage(_ error: SystemError) {
        guard let tell = onShortage else { return }
        onShortage = nil
        tell(error)
    }

    /// Tries again to get a socket, as long as a session might have taken.
    ///
    /// While other sessions are under way one of theirs comes back for certain, so that only the time without any counts.
    func retrySocket(_ connection: Connection) {
        guard let limits = connection.job?.request.limits else { return release(connection) }
        if starving.count < connections.count - freeSlots.count {
            connection.phaseDeadline = now.advanced(by: limits.session)
            connection.sessionDeadline = connection.phaseDeadline
        }
        guard connection.phaseDeadline > now else { return interruptConnecting(connection) }
        openFirst(connection)
    }

    /// Lets a session that waits for a socket try again at once, as another's was closed.
    func wakeStarving() {
        guard let slot = starving.first else { return }
        connections[slot].nextAttempt = now
        schedule(connections[slot])
    }

    /// Whether a session waits for what every other one would need as well, so that none may begin.
    var isShortOfSockets: Bool {
        starving.contains { !(connections[$0].systemError?.isShortageOfPorts ?? false) }
    }
}

extension SystemError {
    /// Whether the local ports towards one peer are used up, which concerns no other.
    var isShortageOfPorts: Bool {
        call == "connect" && ["EADDRNOTAVAIL", "EADDRINUSE", "EAGAIN"].contains(name)
    }
}
