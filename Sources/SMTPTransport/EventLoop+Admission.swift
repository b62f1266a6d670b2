import Glibc
import ProbeEngine
import ProbeModel

/// Requests come in, get a slot, are cancelled, and leave.
extension EventLoop {
    /// Callers who wait for the sessions that were ending when they asked.
    struct Drain {
        let continuation: CheckedContinuation<Void, Never>
        let deadline: Instant
    }

    /// A result on its way to the caller.
    struct Answer {
        let job: ProbeJob
        let observation: ProbeObservation
    }

    /// Takes a request; it begins once a slot is free and its peer may be asked.
    func admit(_ job: ProbeJob) { waiting.append(job, id: job.id, to: job.request.endpoint) }

    /// Begins waiting requests while there are free slots and the limits allow it.
    ///
    /// A loop, not a call at the end of each session: thousands of connects that fail at once
    /// would nest as deep.
    func admitWaiting() {
        while !isShortOfSockets, let slot = freeSlots.last,
            let job = waiting.takeFirst(at: now)
        {
            freeSlots.removeLast()
            let connection = connections[slot]
            slotOfJob[job.id] = slot
            connection.begin(job, now: now)
            openFirst(connection)
        }
    }

    /// Ends a session early; a number that is not known belongs to one that has ended.
    func cancel(_ id: UInt64) {
        if let job = waiting.remove(id) { return job.finishInterrupted() }
        guard let slot = slotOfJob[id] else { return }
        interrupt(connections[slot])
    }

    /// Ends a session that has no result yet, with what is known.
    func interrupt(_ connection: Connection) {
        guard !connection.isConcluded else { return }
        switch connection.stage {
        case .free, .lingering: break
        case .waitingForSocket, .connecting: interruptConnecting(connection)
        case .open: interruptOpen(connection)
        }
    }

    /// Fixes the result for the caller; the slot stays busy until the socket is closed.
    func conclude(_ connection: Connection, _ observation: ProbeObservation) {
        guard !connection.isConcluded, let job = connection.job else { return }
        connection.isConcluded = true
        endingCount += 1
        connection.phaseDeadline = now.advanced(by: job.request.limits.quit)
        slotOfJob[job.id] = nil
        answers.append(Answer(job: job, observation: observation))
    }

    /// Hands over the results of this round together: waking a caller's thread costs a system call, and
    /// a thread that is awake takes all of them.
    func sendAnswers() {
        guard !answers.isEmpty else { return }
        for answer in answers { answer.job.finish(answer.observation) }
        answers.removeAll(keepingCapacity: true)
    }

    /// Closes what is open and frees the slot.
    func release(_ connection: Connection) {
        for descriptor in connection.attempts { close(descriptor) }
        if connection.descriptor != Connection.none { close(connection.descriptor) }
        if connection.isConcluded { endingCount -= 1 }
        if let job = connection.job { waiting.release(job.request.endpoint) }
        deadlines.remove(connection.slot)
        starving.remove(connection.slot)
        connection.reset()
        freeSlots.append(connection.slot)
        wakeStarving()
    }

    /// Notes a caller who wants the ending sessions to be gone.
    func drain(_ continuation: CheckedContinuation<Void, Never>) {
        var latest = now
        for connection in connections where connection.isConcluded {
            latest = max(latest, connection.phaseDeadline)
        }
        drains.append(Drain(continuation: continuation, deadline: latest))
    }

    /// Answers the drains that have nothing to wait for any more.
    func finishDrains() {
        guard !drains.isEmpty else { return }
        drains.removeAll { drain in
            guard endingCount == 0 || drain.deadline <= now else { return false }
            drain.continuation.resume()
            return true
        }
    }

    /// Ends everything and answers everybody.
    func stop() {
        for case .start(let job) in mailbox.closeAndTake() { job.finishInterrupted() }
        for job in waiting.removeAll() { job.finishInterrupted() }
        for connection in connections where connection.stage != .free {
            interrupt(connection)
            if connection.stage != .free { release(connection) }
        }
        sendAnswers()
        for drain in drains { drain.continuation.resume() }
        drains = []
    }
}
