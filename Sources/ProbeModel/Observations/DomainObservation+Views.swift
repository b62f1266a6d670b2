extension DomainObservation {
    /// The probes that went to a host's addresses, by address, then port.
    public func probes(of host: MXHost) -> [ProbeObservation] {
        let addresses = Set(host.addresses)
        return probes.filter { addresses.contains($0.endpoint.address) }
            .sorted {
                ($0.endpoint.address, $0.endpoint.port) < ($1.endpoint.address, $1.endpoint.port)
            }
    }

    /// The hosts that mail from this machine may go to: those with a better preference than its own.
    public var candidateHosts: [MXHost] {
        resolution.hosts.filter { !$0.isSelf && !$0.isBehindSelf }
    }

    /// The addresses of a host that can be connected to in earnest.
    ///
    /// Left out are ranges where nobody answers, unless the user accepts them.
    public func reachableAddresses(of host: MXHost) -> [IPAddress] {
        host.addresses.filter { address in
            guard let use = SpecialPurpose.of(address), use.isNeverAHost else { return true }
            return allowedSpecialPurpose.contains { $0.contains(address) }
        }
    }

    /// The addresses of a host that this machine has a family for.
    public func triedAddresses(of host: MXHost) -> [IPAddress] {
        reachableAddresses(of: host).filter { usableFamilies.contains($0.family) }
    }

    /// The families in which mail from here can try the domain's hosts.
    public var triedFamilies: Set<AddressFamily> {
        Set(candidateHosts.flatMap { triedAddresses(of: $0) }.map(\.family))
    }

    /// The sessions with the nexthops of the route that Postfix here would take, each once.
    public var routeProbes: [ProbeObservation] {
        var seen: Set<Endpoint> = []
        return (route?.nexthops ?? []).flatMap(\.probes).filter {
            seen.insert($0.endpoint).inserted
        }
    }

    /// All sessions, the MX hosts' and those of the route that went elsewhere.
    public var allProbes: [ProbeObservation] {
        let known = Set(probes.map(\.endpoint))
        return probes + routeProbes.filter { !known.contains($0.endpoint) }
    }
}
