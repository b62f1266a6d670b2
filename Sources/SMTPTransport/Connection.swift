import ProbeEngine
import ProbeModel

/// One slot of the loop: the state of a session, from its first SYN until the socket is closed.
///
/// Slots are made once and used again, so that a session costs no allocation of its own here.
final class Connection {
    /// The place among the loop's slots.
    let slot: Int

    /// How often the slot was used before; part of ``EventToken``.
    var generation: UInt32 = 0

    /// What the slot is busy with.
    var stage = Stage.free

    /// The request; `nil` while the slot is free.
    var job: ProbeJob?

    /// The dialogue, from the SYN-ACK on.
    var session: SMTPSession?

    /// The TLS session, from its first handshake message on.
    var tls: TLSStream?

    /// What the handshake showed.
    var tlsObservation: TLSObservation?

    /// The sockets that have sent a SYN, in order; one is left once connected.
    var attempts: [Int32] = []

    /// The socket that was connected.
    var descriptor: Int32 = Connection.none

    /// SYNs sent on all sockets, known once the connect phase has ended.
    var synsSent = 0

    /// SYNs that the kernel sent again; `nil` where it does not tell.
    var synRetransmits: Int? = 0

    /// Bytes that the socket did not take yet.
    var unsent: [UInt8] = []

    /// How many bytes came from the peer, TLS included.
    var bytesReceived = 0

    /// The failed system call, where one failed.
    var systemError: SystemError?

    /// How long the phases took so far.
    var timings = ProbeTimings()

    /// When the first SYN was sent.
    var started = Instant.now

    /// When the phase under way began, for its timing.
    var phaseStarted = Instant.now

    /// When the wait under way ends: for a socket, a SYN-ACK, a reply or, at last, the peer's goodbye.
    var phaseDeadline = Instant.now

    /// When the session as a whole has to have a result.
    var sessionDeadline = Instant.now

    /// When the next SYN, or the next try for what this machine lacked, is due.
    var nextAttempt: Instant?

    /// How often this machine had no socket to give.
    var shortages = 0

    /// How many of the fresh attempts have had their turn.
    var freshAttemptsMade = 0

    /// The caller has the result; the rest is politeness.
    var isConcluded = false

    /// The peer sent FIN.
    var sawEnd = false

    /// STARTTLS was accepted before the trusted roots were read.
    var awaitsTLS = false

    /// The next write is the first after a handshake.
    var acknowledgesNext = false

    /// In place of a descriptor.
    static let none: Int32 = -1

    /// Creates a free slot.
    init(slot: Int) { self.slot = slot }

    /// What a slot can be busy with.
    enum Stage {
        /// Nothing.
        case free
        /// Waiting for a socket that the system could not give.
        case waitingForSocket
        /// SYNs are out.
        case connecting
        /// The dialogue is under way.
        case open
        /// Our FIN is sent, the peer's is awaited.
        case lingering
    }

    /// Takes up a request.
    func begin(_ job: ProbeJob, now: Instant) {
        self.job = job
        stage = .waitingForSocket
        started = now
        phaseStarted = now
        phaseDeadline = now.advanced(by: job.request.limits.session)
        sessionDeadline = phaseDeadline
    }

    /// Forgets the session, so that nothing of it reaches the next one.
    func reset() {
        generation &+= 1
        stage = .free
        job = nil
        session = nil
        tls = nil
        tlsObservation = nil
        attempts.removeAll(keepingCapacity: true)
        descriptor = Connection.none
        synsSent = 0
        synRetransmits = 0
        unsent.removeAll(keepingCapacity: true)
        bytesReceived = 0
        systemError = nil
        timings = ProbeTimings()
        nextAttempt = nil
        shortages = 0
        freshAttemptsMade = 0
        isConcluded = false
        sawEnd = false
        awaitsTLS = false
        acknowledgesNext = false
    }

    /// The next moment at which something is due.
    var nextDeadline: Instant {
        // The wait for our own roots is not the peer's fault.
        if awaitsTLS { return sessionDeadline }
        var next = phaseDeadline
        if !isConcluded { next = min(next, sessionDeadline) }
        if let nextAttempt { next = min(next, nextAttempt) }
        return next
    }

    /// The observation so far.
    func makeObservation(endpoint: Endpoint, outcome: Outcome, now: Instant) -> ProbeObservation {
        var observation = ProbeObservation(endpoint: endpoint, outcome: outcome)
        if let result = session?.result { observation.take(result) }
        observation.outcome = outcome
        observation.systemError = systemError
        observation.tls = tlsObservation
        observation.synsSent = synsSent
        observation.synRetransmits = synRetransmits
        observation.timings = timings
        observation.timings.total = started.duration(to: now)
        return observation
    }
}

extension ProbeObservation {
    /// Takes over what the dialogue showed.
    mutating func take(_ result: SessionResult) {
        phase = result.phase
        greeting = result.greeting
        reply = result.reply
        capabilities = result.capabilities
        clearCapabilities = result.clearCapabilities
        usedHELO = result.usedHELO
        startTLS = result.startTLS
        acceptance = result.acceptance
        acceptanceReply = result.acceptanceReply
        tlsError = result.tlsError
        rawBytes = result.rawBytes
    }
}
