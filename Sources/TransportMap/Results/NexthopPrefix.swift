/// The kind of address that a destination of the LMTP client can begin with (lmtp(8)).
///
/// The SMTP client knows no such prefixes.
public enum NexthopPrefix: String, Hashable, Sendable {
    /// A host and port.
    case inet
    /// The path name of a local socket.
    case unix

    /// Whether a nexthop begins with this prefix and its colon; small letters only, as in Postfix.
    func starts(_ bytes: some Sequence<UInt8>) -> Bool { bytes.starts(with: (rawValue + ":").utf8) }
}
