import ProbeModel

/// What sessions are counted by: a network that one operator is likely to answer for, and the kind of port.
struct AdmissionPlace: Hashable {
    /// Port 25, where a server expects few sessions from one client, or any other.
    enum Kind: Hashable {
        case smtp
        case other
    }

    /// The network.
    let network: IPNetwork

    /// The kind of port.
    let kind: Kind

    /// The place that an endpoint belongs to.
    init(_ endpoint: Endpoint) {
        kind = endpoint.port == Endpoint.smtpPort ? .smtp : .other
        network = IPNetwork(
            around: endpoint.address,
            prefixLength: AdmissionPlace.prefixLength(endpoint.address)
        )
    }

    /// The shortest prefix that the internet routes for IPv4, and what one site's link has for IPv6 (RFC 4291 section 2.5.4).
    private static func prefixLength(_ address: IPAddress) -> Int {
        switch address.family {
        case .ipv4: return 24
        // Behind a translator (RFC 6052) the last 32 bits are an IPv4 address, whose /24 this is.
        case .ipv6: return translated.contains(address) ? 96 + 24 : 64
        }
    }

    private static let translated = IPNetwork(
        around: IPAddress(ipv6High: 0x0064_ff9b_0000_0000, low: 0),
        prefixLength: 96
    )
}
