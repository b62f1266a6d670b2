extension NexthopObservation {
    /// Whether MX records decided which hosts the nexthop means.
    public var usesMX: Bool { resolution?.source == .mx }

    /// The hosts that mail for the nexthop may go to; none for an address.
    public var hosts: [MXHost] {
        resolution?.hosts.filter { !$0.isSelf && !$0.isBehindSelf } ?? []
    }

    /// The addresses that mail for the nexthop may go to, the best host's first.
    public var addresses: [IPAddress] {
        if case .address(let address) = nexthop.destination { return [address] }
        var seen: Set<IPAddress> = []
        return hosts.flatMap(\.addresses).filter { seen.insert($0).inserted }
    }

    /// The name that the entry gives; `nil` for an address.
    public var name: DomainName? {
        switch nexthop.destination {
        case .mx(let name), .host(let name): return name
        case .address: return nil
        }
    }

    /// The host that an address belongs to, as DNS spells it, else the address itself.
    public func hostText(of address: IPAddress) -> String {
        hosts.first { $0.addresses.contains(address) }?.exchange.description ?? address.description
    }
}
