/// What became of STARTTLS in a session that begins in clear.
public enum StartTLSResult: Hashable, Sendable {
    /// EHLO did not offer it, or the session ended before.
    case notOffered
    /// It was offered and not tried to the end, by request or because the run was interrupted.
    case notTried
    /// 220, and the handshake finished.
    case established
    /// The command was answered with something other than 220.
    case refused(Reply)
    /// The handshake failed after 220, or the session ended without a reply; one lower-case phrase.
    case failed(String)
}
