package import ProbeModel

/// Where a resolver listens.
package struct ResolverAddress: Hashable, Sendable, CustomStringConvertible {
    /// The port of DNS (RFC 1035 section 4.2).
    package static let dnsPort: UInt16 = 53

    /// The address.
    package let address: IPAddress

    /// The port, both for UDP and TCP.
    package let port: UInt16

    /// The interface that a link-local address belongs to (RFC 4007 section 11); `nil` for others.
    package let zone: String?

    /// Creates the address of a resolver.
    package init(_ address: IPAddress, port: UInt16 = dnsPort, zone: String? = nil) {
        self.address = address
        self.port = port
        self.zone = zone
    }

    /// The address as `ADDRESS@PORT`, which is how resolvers are told on the command line.
    package var description: String {
        "\(address)\(zone.map { "%" + $0 } ?? "")@\(port)"
    }
}
