/// An ICMP error that answered one of our packets, from the socket's error queue.
public struct ICMPError: Hashable, Sendable {
    /// The family, which decides what type and code mean.
    public let family: AddressFamily

    /// The ICMP type (RFC 792) or ICMPv6 type (RFC 4443).
    public let type: UInt8

    /// The code within the type.
    public let code: UInt8

    /// The router or host that sent it.
    public let sender: IPAddress?

    /// Creates an ICMP error.
    public init(family: AddressFamily, type: UInt8, code: UInt8, sender: IPAddress?) {
        self.family = family
        self.type = type
        self.code = code
        self.sender = sender
    }

    /// What the type and code mean.
    public var meaning: Meaning {
        switch (family, type, code) {
        case (.ipv4, 3, 9), (.ipv4, 3, 10), (.ipv4, 3, 13): return .prohibited
        case (.ipv6, 1, 1), (.ipv6, 1, 5), (.ipv6, 1, 6): return .prohibited
        // Fragmentation needed is about the size of a packet, not about whether one gets there.
        case (.ipv4, 3, 4): return .other
        case (.ipv4, 3, _), (.ipv6, 1, _): return .unreachable
        case (.ipv4, 11, 0), (.ipv6, 3, 0): return .timeExceeded
        default: return .other
        }
    }

    /// The few readings that matter here.
    public enum Meaning: Hashable, Sendable {
        /// A policy forbids the packet.
        case prohibited
        /// Network, host, protocol or port unreachable.
        case unreachable
        /// The packet's time to live ended on the way.
        case timeExceeded
        /// Anything else.
        case other
    }
}
