/// What came back for one SYN with a limited time to live.
public enum TraceAnswer: Hashable, Sendable {
    /// A router told that the packet's time to live ended there.
    case timeExceeded
    /// The handshake was answered.
    case connected
    /// A TCP reset.
    case reset
    /// Another ICMP error: the packet was refused on the way, or the host is not there.
    case icmp(ICMPError)
    /// The local system refused to send.
    case notSent(SystemError)
    /// Nothing.
    case silence
}
