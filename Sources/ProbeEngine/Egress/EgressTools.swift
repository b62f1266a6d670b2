import ProbeModel

/// What an investigation works with.
struct EgressTools: Sendable {
    /// The most controls that are asked a run and family: three are enough to be sure, one may be down, and others' servers are not ours.
    static let maximumControls = 4

    /// The most controls whose addresses are looked up; some have none of a family.
    static let maximumLookups = 16

    let resolver: any NameResolving
    let prober: any EndpointProbing
    let tracer: any PathTracing
    let facts: any LocalFacts
    let clock: any Clock<Duration>
    let settings: EngineSettings

    /// The documentation address where nobody is (RFC 5737, RFC 3849).
    static func canary(_ family: AddressFamily) -> IPAddress {
        switch family {
        case .ipv4: return IPAddress(ipv4: 0xc000_0201)
        case .ipv6: return IPAddress(ipv6High: 0x2001_0db8_0000_0000, low: 1)
        }
    }

    /// The first address of a host in a family, if it has one that may be connected to.
    func address(of host: DomainName, _ family: AddressFamily) async -> IPAddress? {
        let lookup = await resolver.lookup(Question(name: host, type: family == .ipv4 ? .a : .aaaa))
        return lookup.addresses.sorted().first { address in
            guard let use = SpecialPurpose.of(address), use.isNeverAHost else { return true }
            return settings.allowedSpecialPurpose.contains { $0.contains(address) }
        }
    }

    /// The name of an address from its PTR record.
    func name(of address: IPAddress) async -> DNSName? {
        guard let name = ReverseName.of(address) else { return nil }
        return await resolver.lookup(Question(name: name, type: .ptr)).names.first
    }
}

/// Names below `in-addr.arpa` and `ip6.arpa` (RFC 1035 section 3.5, RFC 3596 section 2.5).
enum ReverseName {
    /// The name that holds an address's PTR record.
    static func of(_ address: IPAddress) -> DomainName? {
        switch address.family {
        case .ipv4:
            return DomainName(
                address.bytes.reversed().map(String.init).joined(separator: ".") + ".in-addr.arpa"
            )
        case .ipv6:
            let digits = address.bytes.reversed().flatMap { [$0 & 15, $0 >> 4] }
            return DomainName(
                digits.map { String($0, radix: 16) }.joined(separator: ".") + ".ip6.arpa"
            )
        }
    }
}
