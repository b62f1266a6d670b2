import ProbeEngine
import ProbeModel

/// What happens on a connection goes to its ``SMTPSession``, and what that wants is done.
extension EventLoop {
    /// Tells the session an event and does what it asks for.
    func deliver(_ event: SessionEvent, to connection: Connection) {
        guard let before = connection.session?.phase,
            let actions = connection.session?.handle(event),
            let after = connection.session?.phase
        else { return }
        let generation = connection.generation
        note(event, connection, from: before, to: after)
        // Only a new wait gets a new deadline; bytes that drip in do not.
        if before != after || actions.contains(where: \.beginsWait) {
            restartDeadline(connection, after)
        }
        for action in actions {
            perform(action, on: connection)
            guard connection.generation == generation, connection.stage == .open else { return }
        }
        schedule(connection)
    }

    private func perform(_ action: SessionAction, on connection: Connection) {
        switch action {
        case .send(let bytes): send(bytes, on: connection)
        case .startTLS: startTLS(connection)
        case .conclude: conclude(connection)
        case .close: end(connection)
        }
    }

    /// Begins the time for a wait anew.
    func restartDeadline(_ connection: Connection, _ phase: Phase) {
        guard !connection.isConcluded, let limits = connection.job?.request.limits else { return }
        connection.phaseDeadline = now.advanced(by: limits.limit(of: phase))
    }

    /// Times the phase that an event has ended.
    private func note(
        _ event: SessionEvent,
        _ connection: Connection,
        from before: Phase,
        to after: Phase
    ) {
        guard before != after else { return }
        let elapsed = connection.phaseStarted.duration(to: now)
        connection.phaseStarted = now
        guard let result = connection.session?.result, result.outcome != .notSMTP else { return }
        switch (before, event) {
        case (.greeting, .received) where result.greeting != nil:
            connection.timings.greeting = elapsed
            connection.job?.progress(.greeted)
        case (.ehlo, .received):
            // The EHLO inside TLS repeats the first, whose time is the one that compares.
            connection.timings.ehlo = connection.timings.ehlo ?? elapsed
        case (.starttls, .tlsEstablished), (.tls, .tlsEstablished):
            connection.timings.starttls = elapsed
        case (.acceptance, .received):
            connection.timings.acceptance = elapsed
        default:
            break
        }
    }

    /// The time for a wait, or for the session, has passed.
    func expireOpen(_ connection: Connection) {
        sendAgain(connection)
        guard connection.nextDeadline <= now else { return schedule(connection) }
        // What this machine could not send is no silence of the peer.
        if connection.nextAttempt != nil, !connection.isConcluded {
            return interruptOpen(connection)
        }
        let generation = connection.generation
        let phase = connection.session?.phase
        let wasConcluded = connection.isConcluded
        let isLast = wasConcluded || connection.sessionDeadline <= now
        deliver(.timedOut, to: connection)
        guard connection.generation == generation, connection.stage == .open else { return }
        if wasConcluded {
            end(connection)
        } else if !connection.isConcluded, isLast || connection.session?.phase == phase {
            end(connection)
        }
    }

    /// Interrupts an open session that has no result yet.
    func interruptOpen(_ connection: Connection) {
        let generation = connection.generation
        deliver(.interrupted, to: connection)
        guard connection.generation == generation, connection.stage == .open,
            !connection.isConcluded
        else { return }
        end(connection)
    }

    /// Tells the session that no more bytes can come; afterwards there is nothing to wait for.
    func deliverLast(_ event: SessionEvent, to connection: Connection) {
        let generation = connection.generation
        deliver(event, to: connection)
        guard connection.generation == generation, connection.stage == .open else { return }
        end(connection)
    }

    private func conclude(_ connection: Connection) {
        guard let endpoint = connection.job?.request.endpoint else { return }
        let outcome = connection.session?.result.outcome ?? .interrupted
        conclude(
            connection,
            connection.makeObservation(endpoint: endpoint, outcome: outcome, now: .now)
        )
    }

    /// Ends the session as politely as its state allows; the caller has the result by then.
    func end(_ connection: Connection) {
        if !connection.isConcluded { conclude(connection) }
        beginClose(connection)
    }
}

extension SessionAction {
    /// Whether an answer of the peer is awaited from here on.
    var beginsWait: Bool {
        switch self {
        case .send, .startTLS: return true
        case .conclude, .close: return false
        }
    }
}

extension ProbeLimits {
    /// How long a wait in a phase may take.
    func limit(of phase: Phase) -> Duration {
        switch phase {
        case .connect: return connect
        case .greeting: return greeting
        case .tls, .ehlo, .starttls, .acceptance: return reply
        case .quit: return quit
        }
    }
}
