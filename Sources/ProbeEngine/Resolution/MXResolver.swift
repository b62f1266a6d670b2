package import ProbeModel

/// Finds the mail hosts of a domain as RFC 5321 section 5.1 and RFC 7505 tell a mail server to.
package struct MXResolver: Sendable {
    private let resolver: any NameResolving
    private let identity: LocalIdentity
    private let settings: EngineSettings

    /// Creates a resolver of mail hosts over a resolver of names.
    package init(
        resolver: any NameResolving,
        identity: LocalIdentity,
        settings: EngineSettings
    ) {
        self.resolver = resolver
        self.identity = identity
        self.settings = settings
    }

    /// Looks up a domain's MX records and the addresses of their hosts.
    package func resolve(domain: DomainName) async -> MXResolution {
        let lookup = await resolver.lookup(Question(name: domain, type: .mx))
        switch lookup.status {
        case .found: return await explicit(domain, lookup)
        case .noData: return await implicit(domain, lookup)
        case .nxdomain, .servfail, .refused, .timeout, .noResolver, .bogus, .malformed,
            .interrupted:
            return MXResolution(domain: domain, mxLookup: lookup, source: .none, hosts: [])
        }
    }

    /// Looks up the addresses of a mail host that was named instead of a domain.
    package func resolve(host: DomainName) async -> MXResolution {
        let found = await addresses(
            of: MXHost(preference: 0, exchange: DNSName(host)),
            secure: true
        )
        let lookup =
            found.addressLookups.first { $0.status == .found } ?? found.addressLookups.first
            ?? Lookup(question: Question(name: host, type: .a), status: .noData)
        let exists = !found.addresses.isEmpty
        return MXResolution(
            domain: host,
            mxLookup: lookup,
            source: .none,
            hosts: exists ? [found] : []
        )
    }

    private func explicit(_ domain: DomainName, _ lookup: Lookup) async -> MXResolution {
        // A null MX beside others is a mistake that RFC 7505 section 3 leaves open; the others are meant.
        let records = lookup.mxRecords.filter { !$0.exchange.isRoot }
        guard !records.isEmpty else {
            let source: MXSource = lookup.mxRecords.isEmpty ? .none : .null
            return MXResolution(domain: domain, mxLookup: lookup, source: source, hosts: [])
        }
        let distinct = Set(records).sorted {
            ($0.preference, $0.exchange.description) < ($1.preference, $1.exchange.description)
        }
        let kept = distinct.prefix(settings.maximumHosts)
        let hosts = await looked(
            up: kept.map { MXHost(preference: $0.preference, exchange: $0.exchange) },
            secure: lookup.dnssec == .secure
        )
        return MXResolution(
            domain: domain,
            mxLookup: lookup,
            source: .mx,
            hosts: hosts,
            omittedHosts: distinct.count - kept.count
        )
    }

    private func implicit(_ domain: DomainName, _ lookup: Lookup) async -> MXResolution {
        let hosts = await looked(
            up: [MXHost(preference: 0, exchange: DNSName(domain))],
            secure: lookup.dnssec == .secure
        )
        let hasNothing = hosts.allSatisfy { host in
            host.addressLookups.allSatisfy { $0.status == .noData || $0.status == .nxdomain }
        }
        return MXResolution(
            domain: domain,
            mxLookup: lookup,
            source: hasNothing ? .none : .implicit,
            hosts: hasNothing ? [] : hosts
        )
    }

    /// Looks all hosts up at once and finds this machine among them.
    private func looked(up hosts: [MXHost], secure: Bool) async -> [MXHost] {
        var found = await withTaskGroup(of: (Int, MXHost).self) { group in
            for (index, host) in hosts.enumerated() {
                group.addTask { (index, await addresses(of: host, secure: secure)) }
            }
            var found = hosts
            for await (index, host) in group { found[index] = host }
            return found
        }
        for index in found.indices { found[index].isSelf = isSelf(found[index]) }
        let own = found.filter(\.isSelf).map(\.preference).min()
        for index in found.indices where !found[index].isSelf {
            found[index].isBehindSelf = own.map { found[index].preference >= $0 } ?? false
        }
        return found
    }

    private func addresses(of host: MXHost, secure: Bool) async -> MXHost {
        guard let name = host.name else { return host }
        var host = host
        async let ipv4 = resolver.lookup(Question(name: name, type: .a))
        async let ipv6 = resolver.lookup(Question(name: name, type: .aaaa))
        // Asked beside the addresses, so that DANE costs no round trip; insecure answers are not used.
        async let tlsa = tlsaLookup(name, secure: secure)
        host.addressLookups = await [ipv4, ipv6]
        let answer = await tlsa
        if host.addressLookups.contains(where: { $0.status == .found && $0.dnssec == .secure }) {
            host.tlsaLookup = answer
        }
        return host
    }

    private func tlsaLookup(_ name: DomainName, secure: Bool) async -> Lookup? {
        guard secure, let base = name.prefixed(by: "_25", "_tcp") else { return nil }
        return await resolver.lookup(Question(name: base, type: .tlsa))
    }

    private func isSelf(_ host: MXHost) -> Bool {
        if let name = host.name, identity.names.contains(name) { return true }
        return host.addresses.contains { identity.addresses.contains($0) }
    }
}
