/// What an SMTP session waits for.
enum SessionState: Hashable, Sendable {
    /// The TCP connection.
    case connection
    /// The handshake of an implicit-TLS port.
    case implicitTLS
    /// The first reply.
    case greeting
    /// The reply to the first EHLO.
    case ehlo
    /// The reply to HELO, after EHLO was refused.
    case helo
    /// The reply to STARTTLS.
    case startTLS
    /// The handshake after STARTTLS.
    case handshake
    /// The reply to the EHLO that follows the handshake.
    case secureEHLO
    /// The reply to MAIL.
    case mail
    /// The reply to RCPT.
    case recipient
    /// So many replies more that no longer matter; QUIT follows. The result is known.
    case leftovers(Int)
    /// The reply to QUIT. The result is known.
    case quit
    /// Nothing: the connection is closed, or to be closed.
    case ended

    /// The phase that the state belongs to.
    var phase: Phase {
        switch self {
        case .connection: return .connect
        case .implicitTLS: return .tls
        case .greeting: return .greeting
        case .ehlo, .helo, .secureEHLO: return .ehlo
        case .startTLS, .handshake: return .starttls
        case .mail, .recipient: return .acceptance
        case .leftovers, .quit, .ended: return .quit
        }
    }

    /// Whether a reply can come now.
    var awaitsReply: Bool {
        switch self {
        case .greeting, .ehlo, .helo, .startTLS, .secureEHLO, .mail, .recipient, .leftovers, .quit:
            return true
        case .connection, .implicitTLS, .handshake, .ended: return false
        }
    }
}
