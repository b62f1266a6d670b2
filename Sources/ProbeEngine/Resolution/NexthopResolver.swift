import ProbeModel

/// Finds the hosts that Postfix's SMTP client would connect to for a nexthop (smtp(8), transport(5)).
struct NexthopResolver: Sendable {
    let resolver: any NameResolving
    let mxResolver: MXResolver
    let identity: LocalIdentity

    /// Looks up what a nexthop's name leads to; the sessions are left to others.
    func resolve(_ nexthop: RouteNexthop) async -> NexthopObservation {
        var seen = NexthopObservation(nexthop: nexthop)
        switch nexthop.destination {
        case .mx(let name):
            async let own = addresses(of: name)
            seen.resolution = await mxResolver.resolve(domain: name)
            seen.ownAddresses = await own
        case .host(let name): seen.resolution = await mxResolver.resolve(host: name)
        case .address: break
        }
        // The SMTP client looks for itself on its own port only.
        seen.isSelf = nexthop.port == Endpoint.smtpPort && leadsHere(seen)
        return seen
    }

    private func addresses(of name: DomainName) async -> [IPAddress] {
        async let ipv4 = resolver.lookup(Question(name: name, type: .a))
        async let ipv6 = resolver.lookup(Question(name: name, type: .aaaa))
        return await (ipv4.addresses + ipv6.addresses).sorted()
    }

    private func leadsHere(_ seen: NexthopObservation) -> Bool {
        let hosts = seen.resolution?.hosts ?? []
        if case .mx = seen.nexthop.destination {
            return seen.hosts.isEmpty && hosts.contains(where: \.isSelf)
        }
        if let name = seen.name, identity.names.contains(name) { return true }
        return seen.addresses.contains { identity.addresses.contains($0) || $0.isLoopback }
    }
}

extension IPAddress {
    /// Whether the address never leaves this machine.
    var isLoopback: Bool { SpecialPurpose.of(self)?.name == "loopback" }
}
