/// How port 25 is stopped.
public enum BlockMethod: String, Hashable, Sendable, Codable, CaseIterable {
    /// Packets vanish.
    case drop
    /// A TCP reset comes back.
    case reset
    /// An ICMP error comes back.
    case icmp
}
