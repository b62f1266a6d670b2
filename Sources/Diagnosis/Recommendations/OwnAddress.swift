import ProbeModel

/// The addresses that this machine sends from, as others see them.
enum OwnAddress {
    /// Whether an address is translated before others see it (RFC 1918, RFC 6598, RFC 4193).
    static func isPrivate(_ address: IPAddress) -> Bool {
        networks.contains { $0.contains(address) }
    }

    private static let networks = [
        "10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7",
    ].compactMap { IPNetwork($0) }
}
