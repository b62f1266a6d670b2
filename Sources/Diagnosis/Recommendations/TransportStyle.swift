/// The form of transport entry that sends a domain over an alternate port (`transport.style`).
public enum TransportStyle: String, Hashable, Sendable, CaseIterable {
    /// The alternate port alone, until it is restored.
    case port
    /// Port 25 first, then the alternate: Postfix 3.5 or later finds back by itself.
    case failover
}
