import ProbeModel
import Testing

// Short ways to say what was seen; everything not said is unremarkable.

func name(_ text: String) throws -> DomainName {
    try #require(DomainName(text), "not a domain name: \(text)")
}

func address(_ text: String) throws -> IPAddress {
    try #require(IPAddress(text), "not an address: \(text)")
}

func reply(_ code: Int, _ text: String) throws -> Reply {
    Reply(code: try #require(ReplyCode(code)), lines: [Array(text.utf8)])
}

/// A probe of port 25 of an address.
func probe(
    _ address: String,
    _ outcome: Outcome,
    change: (inout ProbeObservation) throws -> Void = { _ in }
) throws -> ProbeObservation {
    try probe(address, 25, outcome, change: change)
}

/// A probe of `address:port`.
func probe(
    _ address: String,
    _ port: UInt16,
    _ outcome: Outcome,
    change: (inout ProbeObservation) throws -> Void = { _ in }
) throws -> ProbeObservation {
    var probe = ProbeObservation(
        endpoint: Endpoint(address: try DiagnosisTests.address(address), port: port),
        outcome: outcome
    )
    probe.synsSent = outcome == .timeout ? 3 : 1
    if outcome == .ready {
        probe.phase = .quit
        probe.startTLS = .established
        probe.greeting = try reply(220, "mail.domain1.test ESMTP")
        probe.tls = TLSObservation(
            version: "TLSv1.3",
            cipher: "TLS_AES_256_GCM_SHA384",
            verified: true,
            error: nil,
            names: ["mail.domain1.test"],
            notAfter: Fixture.now + 90 * 86_400,
            dane: nil
        )
        probe.capabilities = Capabilities([Capability(keyword: "PIPELINING")])
        probe.clearCapabilities = Capabilities([Capability(keyword: "STARTTLS")])
    }
    try change(&probe)
    return probe
}

enum Fixture {
    /// The time of every observation here, in seconds since 1970.
    static let now: Int64 = 1_800_000_000
}

/// A mail host with addresses; lookups of the families without any say "no data".
func host(
    _ name: String,
    _ addresses: [String],
    preference: UInt16 = 10,
    status: LookupStatus? = nil
) throws -> MXHost {
    let domain = try DiagnosisTests.name(name)
    var host = MXHost(preference: preference, exchange: DNSName(domain))
    let all = try addresses.map { try address($0) }
    host.addressLookups = AddressFamily.allCases.map { family in
        let own = all.filter { $0.family == family }
        return Lookup(
            question: Question(name: domain, type: family == .ipv4 ? .a : .aaaa),
            status: status ?? (own.isEmpty ? .noData : .found),
            records: own.map { .address($0) },
            dnssec: .insecure
        )
    }
    return host
}

/// What was seen of `domain1.test`.
func observation(
    _ hosts: [MXHost],
    _ probes: [ProbeObservation] = [],
    source: MXSource = .mx,
    mxStatus: LookupStatus = .found,
    change: (inout DomainObservation) throws -> Void = { _ in }
) throws -> DomainObservation {
    let domain = try name("domain1.test")
    let lookup = Lookup(
        question: Question(name: domain, type: .mx),
        status: mxStatus,
        records: hosts.map { .mx(MXRecord(preference: $0.preference, exchange: $0.exchange)) },
        dnssec: .insecure
    )
    var observation = DomainObservation(
        resolution: MXResolution(domain: domain, mxLookup: lookup, source: source, hosts: hosts),
        probes: probes
    )
    observation.observedAt = Fixture.now
    try change(&observation)
    return observation
}
