/// What an SMTP session wants done; performed in the order given.
public enum SessionAction: Hashable, Sendable {
    /// Write these bytes.
    case send([UInt8])
    /// Begin a TLS handshake as the client.
    case startTLS
    /// The result is known: ``SMTPSession/result`` will not change any more. The session may go on to end politely.
    case conclude
    /// Close the connection; always the last action.
    case close
}
