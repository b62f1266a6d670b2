import CLinuxSockets
import Glibc
import ProbeEngine
import ProbeModel
import Sockets

/// The connect phase: SYNs on one or more sockets, until one is answered.
extension EventLoop {
    /// The most SYNs on fresh sockets for one endpoint; more would look like a flood.
    static let mostFreshAttempts = 8

    /// The kernel sends nothing again sooner (`TCP_RTO_MIN`), so an earlier answer needs no count.
    static let earliestRetransmit = Duration.milliseconds(200)

    /// With so many SYNs unanswered, silence is an answer even when the wait is cut short.
    static let synsThatTell = 3

    /// Sends the first SYN of a session, or waits until there is a socket for it.
    func openFirst(_ connection: Connection) {
        guard let request = connection.job?.request else { return }
        let started = Instant.now
        switch openSocket(connection, attempt: 0) {
        case .connecting(let descriptor):
            connection.attempts.append(descriptor)
            connection.stage = .connecting
            starving.remove(connection.slot)
            connection.systemError = nil
            connection.started = started
            connection.phaseStarted = started
            connection.phaseDeadline = started.advanced(by: request.limits.connect)
            connection.sessionDeadline = started.advanced(by: request.limits.session)
            planFreshAttempt(connection, request.limits)
        case .shortage(let error):
            awaitSocket(connection, error)
        case .failed(let error):
            return failConnecting(connection, error, icmp: nil)
        }
        schedule(connection)
    }

    /// Sends a further SYN, or gives up, when the time for it has come.
    func expireConnecting(_ connection: Connection) {
        guard min(connection.phaseDeadline, connection.sessionDeadline) > now else {
            countSYNs(connection)
            return timeOutConnecting(connection)
        }
        guard let request = connection.job?.request else { return release(connection) }
        connection.freshAttemptsMade += 1
        planFreshAttempt(connection, request.limits)
        switch openSocket(connection, attempt: connection.attempts.count) {
        case .connecting(let descriptor): connection.attempts.append(descriptor)
        // The sockets that are out may still be answered.
        case .shortage: break
        case .failed(let error): return failConnecting(connection, error, icmp: nil)
        }
        schedule(connection)
    }

    private func planFreshAttempt(_ connection: Connection, _ limits: ProbeLimits) {
        let made = connection.freshAttemptsMade
        let offsets = limits.freshAttempts.prefix(EventLoop.mostFreshAttempts)
        connection.nextAttempt =
            made < offsets.count ? connection.started.advanced(by: offsets[made]) : nil
    }

    private func openSocket(_ connection: Connection, attempt: Int) -> TCPSocket.Opening {
        guard let request = connection.job?.request else {
            return .shortage(SystemError(call: "socket", errno: ENOENT))
        }
        let opening = TCPSocket.open(
            request.endpoint,
            from: request.sourceAddress,
            as: request.user
        )
        guard case .connecting(let descriptor) = opening else { return opening }
        let token = EventToken(
            slot: connection.slot,
            attempt: attempt,
            generation: connection.generation
        )
        // Registered once for everything, edge-triggered: no further epoll_ctl for the whole session.
        var event = epoll_event()
        event.events =
            EPOLLIN.rawValue | EPOLLOUT.rawValue | EPOLLRDHUP.rawValue | EPOLLET.rawValue
        event.data.u64 = token.bits
        guard epoll_ctl(poll, EPOLL_CTL_ADD, descriptor, &event) == 0 else {
            let error = SystemError(call: "epoll_ctl", errno: errno)
            close(descriptor)
            return .shortage(error)
        }
        return opening
    }

    /// Takes an event of a socket whose SYN was out.
    func handleConnecting(_ connection: Connection, _ attempt: Int, _ events: UInt32) {
        guard attempt < connection.attempts.count else { return }
        let descriptor = connection.attempts[attempt]
        if events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 {
            return handleFailure(connection, attempt, descriptor)
        }
        guard events & EPOLLOUT.rawValue != 0 else { return }
        connected(connection, attempt)
        if connection.stage == .open, events & (EPOLLIN.rawValue | EPOLLRDHUP.rawValue) != 0 {
            receive(connection, toEnd: events & EPOLLRDHUP.rawValue != 0)
        }
    }

    /// Finds out what went wrong: the error queue first, since taking the error closes the case.
    private func handleFailure(_ connection: Connection, _ attempt: Int, _ descriptor: Int32) {
        // Taking an ICMP error off the queue clears the socket's own error (sock_dequeue_err_skb), after
        // which a dead socket reads like one that was closed in order. Only a peer's name tells them apart.
        if let icmp = ErrorQueue.takeICMPError(of: descriptor), !TCPSocket.hasPeer(descriptor) {
            countSYNs(connection)
            return failConnecting(
                connection,
                SystemError(call: "connect", errno: icmp.code),
                icmp: icmp.error
            )
        }
        switch TCPSocket.peek(descriptor) {
        case .bytes, .end:
            // Connected, spoken to and closed, all before we looked.
            connected(connection, attempt)
            if connection.stage == .open { receive(connection, toEnd: true) }
        case .failed(ECONNRESET):
            connected(connection, attempt)
            guard connection.stage == .open else { return }
            connection.systemError = SystemError(call: "recv", errno: ECONNRESET)
            connection.sawEnd = true
            deliverLast(.reset, to: connection)
        case .failed(let code):
            countSYNs(connection)
            failConnecting(connection, SystemError(call: "connect", errno: code), icmp: nil)
        case .nothing:
            return
        }
    }

    private func connected(_ connection: Connection, _ winner: Int) {
        guard let job = connection.job else { return }
        countSYNs(connection)
        connection.descriptor = connection.attempts[winner]
        for (attempt, descriptor) in connection.attempts.enumerated() where attempt != winner {
            close(descriptor)
        }
        connection.attempts.removeAll(keepingCapacity: true)
        connection.nextAttempt = nil
        connection.stage = .open
        connection.timings.connect = connection.started.duration(to: now)
        connection.phaseStarted = now
        connection.session = SMTPSession(plan: job.request.plan)
        job.progress(.connected)
        deliver(.connected, to: connection)
    }

    private func countSYNs(_ connection: Connection) {
        connection.synsSent = connection.attempts.count
        let elapsed = connection.started.duration(to: now)
        guard elapsed >= EventLoop.earliestRetransmit else { return }
        for descriptor in connection.attempts {
            let count = Int(tcp_retransmits(descriptor))
            guard count >= 0 else {
                connection.synRetransmits = nil
                continue
            }
            connection.synsSent += count
            connection.synRetransmits = connection.synRetransmits.map { $0 + count }
        }
    }

    private func failConnecting(
        _ connection: Connection,
        _ error: SystemError,
        icmp: ICMPError?
    ) {
        let isOwn = icmp?.sender.map { ownAddresses.contains($0, now: now) } ?? false
        connection.systemError = error
        let outcome = ConnectFailure.outcome(errno: error.code, icmp: icmp, isLocalSender: isOwn)
        endConnecting(connection, outcome, icmp: icmp)
    }

    private func timeOutConnecting(_ connection: Connection) {
        connection.systemError = SystemError(call: "connect", errno: ETIMEDOUT)
        endConnecting(connection, .timeout, icmp: nil)
    }

    /// Ends the wait for a socket or a SYN-ACK before its time.
    func interruptConnecting(_ connection: Connection) {
        if connection.stage == .connecting {
            countSYNs(connection)
            if connection.synsSent >= EventLoop.synsThatTell {
                return timeOutConnecting(connection)
            }
        }
        endConnecting(connection, .interrupted, icmp: nil)
    }

    private func endConnecting(_ connection: Connection, _ outcome: Outcome, icmp: ICMPError?) {
        guard let endpoint = connection.job?.request.endpoint else { return }
        var observation = connection.makeObservation(
            endpoint: endpoint,
            outcome: outcome,
            now: .now
        )
        observation.icmp = icmp
        conclude(connection, observation)
        release(connection)
    }
}
