/// One of the two address families, which are always judged apart.
public enum AddressFamily: String, Hashable, Sendable, CaseIterable, Codable {
    /// Internet Protocol version 4.
    case ipv4
    /// Internet Protocol version 6.
    case ipv6
}
