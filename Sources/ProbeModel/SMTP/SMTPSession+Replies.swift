extension SMTPSession {
    /// Takes a whole reply.
    mutating func replied(_ reply: Reply) -> [SessionAction] {
        switch state {
        case .greeting: return greeted(reply)
        case .ehlo: return repliedToEHLO(reply)
        case .helo: return repliedToHELO(reply)
        case .startTLS: return repliedToStartTLS(reply)
        case .secureEHLO: return repliedToSecureEHLO(reply)
        case .mail: return repliedToMail(reply)
        case .recipient: return repliedToRecipient(reply)
        case .leftovers(let count): return repliedInVain(reply, of: count)
        case .quit:
            enter(.ended)
            return [.close]
        case .connection, .implicitTLS, .handshake, .ended: return []
        }
    }

    private mutating func greeted(_ reply: Reply) -> [SessionAction] {
        result.greeting = reply
        guard reply.code.severity == .success else { return refused(reply) }
        enter(.ehlo)
        return [.send(commands.ehlo)]
    }

    private mutating func repliedToEHLO(_ reply: Reply) -> [SessionAction] {
        switch reply.code.severity {
        case .success:
            result.capabilities = Capabilities(ehloReply: reply)
            result.clearCapabilities = result.capabilities
            return afterHello()
        case .permanentFailure:
            result.reply = reply
            enter(.helo)
            return [.send(commands.helo)]
        case .transientFailure, .intermediate: return refused(reply)
        }
    }

    private mutating func repliedToHELO(_ reply: Reply) -> [SessionAction] {
        guard reply.code.severity == .success else { return refused(reply) }
        result.usedHELO = true
        return afterHello()
    }

    private mutating func afterHello() -> [SessionAction] {
        guard plan.tlsMode == .starttls, result.capabilities.offers("STARTTLS") else {
            return checkAcceptance()
        }
        result.startTLS = .notTried
        guard plan.triesStartTLS else { return checkAcceptance() }
        enter(.startTLS)
        return [.send(SessionCommands.startTLS)]
    }

    private mutating func repliedToStartTLS(_ reply: Reply) -> [SessionAction] {
        guard reply.code.value == SMTPSession.readyForTLS else {
            note(reply)
            result.startTLS = .refused(reply)
            return reply.code.value == SMTPSession.closing ? quit(.ready) : checkAcceptance()
        }
        guard !reader.hasUnreadBytes else { return refuseInjection() }
        enter(.handshake)
        return [.startTLS]
    }

    /// A refusal here leaves the session ready, since EHLO was accepted in clear.
    private mutating func repliedToSecureEHLO(_ reply: Reply) -> [SessionAction] {
        note(reply)
        guard reply.code.severity == .success else { return quit(.ready) }
        result.capabilities = Capabilities(ehloReply: reply)
        return checkAcceptance()
    }

    private mutating func checkAcceptance() -> [SessionAction] {
        guard let recipient = commands.recipient else { return finish() }
        enter(.mail)
        guard result.capabilities.offers("PIPELINING") else {
            return [.send(SessionCommands.mail)]
        }
        pipelined = SMTPSession.pipelinedAfterMail
        return [.send(SessionCommands.mail + recipient + SessionCommands.reset)]
    }

    /// When MAIL is refused that decides; RCPT can only be answered that it came too early.
    private mutating func repliedToMail(_ reply: Reply) -> [SessionAction] {
        note(reply)
        guard let recipient = commands.recipient, reply.code.severity == .success else {
            return decide(reply, at: .mail)
        }
        enter(.recipient)
        guard pipelined == 0 else {
            pipelined -= 1
            return []
        }
        return [.send(recipient)]
    }

    private mutating func repliedToRecipient(_ reply: Reply) -> [SessionAction] {
        note(reply)
        return decide(reply, at: .recipient)
    }

    /// The reply to RSET is not waited for: it can add nothing to what is known.
    private mutating func decide(_ reply: Reply, at command: Acceptance.Command) -> [SessionAction]
    {
        result.acceptance = Acceptance(
            reply,
            to: command,
            offersLogin: result.capabilities.offers("AUTH")
        )
        result.acceptanceReply = result.acceptance == .notTested ? nil : reply
        if reply.code.value == SMTPSession.closing { return quit(.ready) }
        if pipelined > 0 { return finish(leftovers: pipelined) }
        guard command == .recipient else { return finish() }
        return [.send(SessionCommands.reset)] + finish(leftovers: 1)
    }

    /// Everything asked for is done, which the phase `quit` in the result says.
    private mutating func finish(leftovers: Int = 0) -> [SessionAction] {
        enter(leftovers > 0 ? .leftovers(leftovers) : .quit)
        result.outcome = .ready
        return leftovers > 0 ? [.conclude] : [.send(SessionCommands.quit), .conclude]
    }

    private mutating func repliedInVain(_ reply: Reply, of count: Int) -> [SessionAction] {
        guard count <= 1 || reply.code.value == SMTPSession.closing else {
            enter(.leftovers(count - 1))
            return []
        }
        enter(.quit)
        return [.send(SessionCommands.quit)]
    }

    /// The server does not want this session, or answers what no server may answer here.
    private mutating func refused(_ reply: Reply) -> [SessionAction] {
        result.reply = reply
        switch reply.code.severity {
        case .transientFailure: return quit(.deferred)
        case .permanentFailure: return quit(.rejected)
        case .success, .intermediate:
            // A 3yz has no meaning in answer to a connection, EHLO or HELO.
            let bytes = Array("\(reply.code.value) ".utf8) + (reply.lines.first ?? [])
            result.rawBytes = Array(bytes.prefix(ProbeObservation.maximumRawBytes))
            return conclude(.notSMTP, afterQUIT: true)
        }
    }

    /// Remembers the last reply that is not positive.
    private mutating func note(_ reply: Reply) {
        if reply.code.severity != .success { result.reply = reply }
    }

    /// The code that makes way for a TLS handshake (RFC 3207 section 4).
    private static let readyForTLS: UInt16 = 220

    /// The code with which a server announces that it closes (RFC 5321 section 4.2.3).
    private static let closing: UInt16 = 421

    /// RCPT and RSET.
    private static let pipelinedAfterMail = 2
}
