/// What became of STARTTLS in a session that begins in clear.
public enum StartTLSResult: Hashable, Sendable {
    /// EHLO did not offer it, or the session ended before.
    case notOffered
    /// It was offered and, by request, not tried.
    case notTried
    /// 220, and the handshake finished.
    case established
    /// The command was answered with something other than 220.
    case refused(Reply)
    /// 220 came, and the handshake failed; one lower-case phrase.
    case failed(String)
}
