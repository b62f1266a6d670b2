/// One SMTP dialogue as a state machine: events in, actions out, no input or output of its own.
///
/// The dialogue is greeting, EHLO (HELO where EHLO is refused), STARTTLS and EHLO again where it is
/// offered, MAIL, RCPT and RSET where the plan asks for it, QUIT. It never sends DATA, and before the
/// greeting it sends nothing, which postscreen and others punish. Three rules hold for every event:
///
/// - ``SessionAction/conclude`` comes once, and ``result`` does not change after it.
/// - ``SessionAction/close`` comes last, and nothing after it.
/// - Once EHLO or HELO was accepted the outcome is ``Outcome/ready``, whatever comes later;
///   ``SessionResult/phase`` tells how far the session got.
public struct SMTPSession: Sendable {
    /// The phase that the session is in; it decides which deadline runs.
    public var phase: Phase { state.phase }

    /// What was seen so far; final once ``SessionAction/conclude`` was returned.
    public internal(set) var result = SessionResult()

    let plan: SessionPlan
    let commands: SessionCommands
    var state = SessionState.connection
    var reader = ReplyReader()

    /// How many commands of a pipelined group follow the one whose reply is awaited.
    var pipelined = 0

    /// Creates a session that waits for ``SessionEvent/connected``.
    public init(plan: SessionPlan) {
        self.plan = plan
        commands = SessionCommands(plan)
    }

    /// Takes an event and tells what to do.
    public mutating func handle(_ event: SessionEvent) -> [SessionAction] {
        switch event {
        case .connected: return connected()
        case .received(let bytes): return received(bytes)
        case .tlsEstablished: return tlsEstablished()
        case .tlsFailed(let message): return tlsFailed(message)
        case .closedByPeer: return ended(.closed)
        case .reset: return ended(.reset)
        case .timedOut: return ended(.timedOut)
        case .interrupted: return ended(.interrupted)
        }
    }

    private mutating func connected() -> [SessionAction] {
        guard state == .connection else { return [] }
        switch plan.tlsMode {
        case .starttls:
            enter(.greeting)
            return []
        case .implicit:
            enter(.implicitTLS)
            return [.startTLS]
        }
    }

    private mutating func tlsEstablished() -> [SessionAction] {
        switch state {
        case .implicitTLS:
            enter(.greeting)
            return []
        case .handshake:
            result.startTLS = .established
            // What was offered in clear may have been forged (RFC 3207 section 4.2).
            result.capabilities = Capabilities()
            enter(.secureEHLO)
            return [.send(commands.ehlo)]
        case .connection, .greeting, .ehlo, .helo, .startTLS, .secureEHLO, .mail, .recipient,
            .leftovers, .quit, .ended:
            return []
        }
    }

    private mutating func tlsFailed(_ message: String) -> [SessionAction] {
        switch state {
        case .implicitTLS:
            result.tlsError = message
            return conclude(.tlsFailed)
        case .handshake:
            result.startTLS = .failed(message)
            return conclude(.ready)
        case .connection, .greeting, .ehlo, .helo, .startTLS, .secureEHLO, .mail, .recipient,
            .leftovers, .quit, .ended:
            return []
        }
    }

    private mutating func received(_ bytes: [UInt8]) -> [SessionAction] {
        if state == .handshake, !bytes.isEmpty { return refuseInjection() }
        guard state.awaitsReply else { return [] }
        reader.append(bytes)
        var actions: [SessionAction] = []
        while state.awaitsReply, let next = reader.next() {
            switch next {
            case .success(let reply): actions += replied(reply)
            case .failure(let refusal): actions += ended(.refused(refusal))
            }
        }
        return actions
    }

    /// Moves on to another state.
    mutating func enter(_ next: SessionState) {
        state = next
        if !isConcluded { result.phase = next.phase }
    }

    /// Whether the result is final.
    var isConcluded: Bool { result.outcome != nil }

    /// Fixes the result in the present phase and closes, where it is possible after a last QUIT.
    mutating func conclude(_ outcome: Outcome, afterQUIT: Bool = false) -> [SessionAction] {
        result.outcome = outcome
        enter(.ended)
        return afterQUIT
            ? [.send(SessionCommands.quit), .conclude, .close] : [.conclude, .close]
    }

    /// Fixes the result and says goodbye.
    ///
    /// This holds after a 421 too: the server may be closing already, which does no harm, or may be
    /// one of those that wait for QUIT all the same.
    mutating func quit(_ outcome: Outcome) -> [SessionAction] {
        result.outcome = outcome
        enter(.quit)
        return [.send(SessionCommands.quit), .conclude]
    }

    /// Gives up on bytes that came in clear beyond the 220 to STARTTLS.
    ///
    /// Somebody on the way may have put them there to be taken as the server's encrypted words
    /// (RFC 3207 section 6, CVE-2011-0411).
    mutating func refuseInjection() -> [SessionAction] {
        result.startTLS = .failed(SMTPSession.injectionMessage)
        return conclude(.ready)
    }

    private static let injectionMessage = "plaintext after the STARTTLS reply"
}
