/// A step of an SMTP session, in the order in which they happen.
public enum Phase: String, Hashable, Sendable, Codable, CaseIterable {
    /// The TCP handshake.
    case connect
    /// The TLS handshake of an implicit-TLS port.
    case tls
    /// Waiting for the server's first reply (RFC 5321 section 3.1).
    case greeting
    /// EHLO, or HELO after a refused EHLO.
    case ehlo
    /// The STARTTLS command and the handshake after it (RFC 3207).
    case starttls
    /// MAIL, RCPT and RSET, to see whether the domain's mail is taken.
    case acceptance
    /// QUIT and its reply.
    case quit
}
