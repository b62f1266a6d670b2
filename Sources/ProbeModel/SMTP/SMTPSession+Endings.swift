extension SMTPSession {
    /// A way in which a session ends before it is done.
    enum Ending {
        /// The peer closed its side.
        case closed
        /// The connection broke.
        case reset
        /// A deadline passed.
        case timedOut
        /// The run ends.
        case interrupted
        /// Bytes came that are no reply.
        case refused(ReplyRefusal)
    }

    /// Ends the session with what is known.
    mutating func ended(_ ending: Ending) -> [SessionAction] {
        switch state {
        case .connection: return conclude(outcomeWithoutConnection(ending))
        case .implicitTLS: return conclude(outcome(ending))
        case .greeting: return conclude(outcome(ending))
        case .ehlo: return conclude(outcome(ending), afterQUIT: ending.leavesConnection)
        case .helo: return endedAtHELO(ending)
        case .startTLS: return endedAtStartTLS(ending)
        case .handshake: return endedAtHandshake(ending)
        case .secureEHLO, .mail, .recipient:
            keepBytes(of: ending)
            return conclude(.ready, afterQUIT: ending.leavesConnection)
        case .leftovers:
            enter(.ended)
            return ending.leavesConnection ? [.send(SessionCommands.quit), .close] : [.close]
        case .quit:
            enter(.ended)
            return [.close]
        case .ended: return []
        }
    }

    /// The outcome of a connection that did not come about; see ``ConnectFailure`` for finer ones.
    private func outcomeWithoutConnection(_ ending: Ending) -> Outcome {
        switch ending {
        case .closed, .reset, .refused: return .refused
        case .timedOut: return .timeout
        case .interrupted: return .interrupted
        }
    }

    /// The outcome of a session that ends before EHLO was answered.
    private mutating func outcome(_ ending: Ending) -> Outcome {
        keepBytes(of: ending)
        switch ending {
        case .closed: return .closed
        case .reset: return .reset
        case .timedOut: return .silent
        case .interrupted: return .interrupted
        case .refused: return .notSMTP
        }
    }

    /// Without an answer to HELO, the refusal of EHLO decides.
    private mutating func endedAtHELO(_ ending: Ending) -> [SessionAction] {
        switch ending {
        case .closed, .reset, .timedOut:
            return conclude(.rejected, afterQUIT: ending.leavesConnection)
        case .interrupted, .refused: return conclude(outcome(ending), afterQUIT: true)
        }
    }

    private mutating func endedAtStartTLS(_ ending: Ending) -> [SessionAction] {
        keepBytes(of: ending)
        switch ending {
        case .closed: result.startTLS = .failed("the server closed the connection")
        case .reset: result.startTLS = .failed("the connection was reset")
        case .timedOut: result.startTLS = .failed("no reply to STARTTLS in time")
        case .refused: result.startTLS = .failed("the reply to STARTTLS is not SMTP")
        case .interrupted: break
        }
        return conclude(.ready, afterQUIT: ending.leavesConnection)
    }

    private mutating func endedAtHandshake(_ ending: Ending) -> [SessionAction] {
        switch ending {
        case .closed: result.startTLS = .failed("the server closed during the handshake")
        case .reset: result.startTLS = .failed("the connection was reset during the handshake")
        case .timedOut: result.startTLS = .failed("the handshake did not finish in time")
        case .refused, .interrupted: break
        }
        return conclude(.ready)
    }

    private mutating func keepBytes(of ending: Ending) {
        if case .refused(let refusal) = ending { result.rawBytes = refusal.bytes }
    }
}

extension SMTPSession.Ending {
    /// Whether a last QUIT can still reach the server.
    var leavesConnection: Bool {
        switch self {
        case .timedOut, .interrupted, .refused: return true
        case .closed, .reset: return false
        }
    }
}
