/// A use that RFC 6890 and the IANA special-purpose registries reserve an address range for.
///
/// An MX host at such an address cannot be reached from the Internet at large.
public struct SpecialPurpose: Hashable, Sendable {
    /// The range.
    public let network: IPNetwork

    /// What the range is for, in a few words.
    public let name: String

    /// The entry that covers an address, or `nil` for an ordinary public address.
    public static func of(_ address: IPAddress) -> SpecialPurpose? {
        registry.first { $0.network.contains(address) }
    }

    /// Whether an address lies in a documentation range (RFC 5737, RFC 3849, RFC 9637).
    public static func isDocumentation(_ address: IPAddress) -> Bool {
        of(address)?.name == documentation
    }

    private static let documentation = "documentation"

    /// Whether no mail host of another machine can be behind the range: anything but private networks,
    /// which a split-horizon DNS serves to machines that do reach them.
    public var isNeverAHost: Bool {
        !["private use", "shared address space", "unique local"].contains(name)
    }

    /// The ranges that are not globally reachable, in the registries' words.
    static let registry: [SpecialPurpose] = [
        ("0.0.0.0/8", "this network"),
        ("10.0.0.0/8", "private use"),
        ("100.64.0.0/10", "shared address space"),
        ("127.0.0.0/8", "loopback"),
        ("169.254.0.0/16", "link local"),
        ("172.16.0.0/12", "private use"),
        ("192.0.0.0/24", "protocol assignments"),
        ("192.0.2.0/24", documentation),
        ("192.168.0.0/16", "private use"),
        ("198.18.0.0/15", "benchmarking"),
        ("198.51.100.0/24", documentation),
        ("203.0.113.0/24", documentation),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
        ("::/128", "unspecified"),
        ("::1/128", "loopback"),
        ("::ffff:0:0/96", "IPv4-mapped"),
        ("64:ff9b:1::/48", "translation, local use"),
        ("100::/64", "discard only"),
        ("2001:2::/48", "benchmarking"),
        ("2001:db8::/32", documentation),
        ("3fff::/20", documentation),
        ("5f00::/16", "segment routing"),
        ("fc00::/7", "unique local"),
        ("fe80::/10", "link local"),
        ("ff00::/8", "multicast"),
    ].compactMap { row in
        IPNetwork(row.0).map { SpecialPurpose(network: $0, name: row.1) }
    }
}
