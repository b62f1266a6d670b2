/// Something that happens to an SMTP session.
public enum SessionEvent: Hashable, Sendable {
    /// The TCP connection is there; with implicit TLS the handshake comes next.
    case connected
    /// Bytes came, decrypted where TLS is on; never empty.
    case received([UInt8])
    /// A TLS handshake that was asked for is done.
    case tlsEstablished
    /// A TLS handshake that was asked for failed; one lower-case phrase.
    case tlsFailed(String)
    /// The peer closed its side in order.
    case closedByPeer
    /// The connection was reset or failed otherwise.
    case reset
    /// The deadline of the phase, or of the session, passed.
    case timedOut
    /// The run ends: finish with what is known.
    case interrupted
}
