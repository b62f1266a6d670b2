import ProbeEngine
import ProbeModel
import Testing

/// A zone, and what must come of `domain1.test` in it.
struct MXCase: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let source: MXSource
    /// Each host's exchange; `=` before it for this machine, `>` for one behind it.
    let hosts: [String]
    let zone: @Sendable (inout Zone) throws -> Void

    init(
        _ title: String,
        _ source: MXSource,
        _ hosts: [String],
        _ zone: @escaping @Sendable (inout Zone) throws -> Void
    ) {
        testDescription = title
        self.source = source
        self.hosts = hosts
        self.zone = zone
    }
}

@Suite("Mail hosts of a domain (RFC 5321 section 5.1, RFC 7505)")
struct MXResolverTests {
    static let cases: [MXCase] = [
        MXCase("sorted by preference, equal ones by name", .mx, ["b.test", "a.test", "c.test"]) {
            try $0.mx("domain1.test", [(20, "c.test"), (20, "a.test"), (10, "b.test")])
        },
        MXCase("a record twice counts once", .mx, ["a.test"]) {
            try $0.mx("domain1.test", [(10, "a.test"), (10, "a.test")])
        },
        MXCase("a host at two preferences stays twice", .mx, ["a.test", "a.test"]) {
            try $0.mx("domain1.test", [(10, "a.test"), (20, "a.test")])
        },
        MXCase("null MX", .null, []) { try $0.mx("domain1.test", [(0, ".")]) },
        MXCase("a null MX beside others is passed over", .mx, ["a.test"]) {
            try $0.mx("domain1.test", [(0, "."), (10, "a.test")])
        },
        MXCase("records that cannot be read are no null MX", .none, []) {
            try $0.add("domain1.test", .mx, [.unreadable(length: 1)])
        },
        MXCase("implicit MX", .implicit, ["domain1.test"]) {
            try $0.add("domain1.test", .mx)
            try $0.host("domain1.test", ["20.0.0.1"])
        },
        MXCase("neither MX nor address", .none, []) {
            try $0.add("domain1.test", .mx)
            try $0.host("domain1.test", [])
        },
        MXCase(
            "no MX, and the lookup of the address failed: still to be judged",
            .implicit,
            ["domain1.test"]
        ) {
            try $0.add("domain1.test", .mx)
            try $0.add("domain1.test", .a, status: .servfail)
            try $0.add("domain1.test", .aaaa)
        },
        MXCase("no such domain", .none, []) { _ in },
        MXCase("a literal in place of a host", .mx, ["20.0.0.1"]) {
            try $0.mx("domain1.test", [(10, "20.0.0.1")])
        },
        // This machine is backup.test and 20.0.0.99.
        MXCase(
            "self by name; equal preference and beyond are behind",
            .mx,
            ["a.test", "=backup.test", ">c.test", ">d.test"]
        ) {
            try $0.mx(
                "domain1.test",
                [(10, "a.test"), (20, "backup.test"), (20, "c.test"), (30, "d.test")]
            )
        },
        MXCase("self by address", .mx, ["a.test", "=other.test"]) {
            try $0.mx("domain1.test", [(10, "a.test"), (20, "other.test")])
            try $0.host("other.test", ["20.0.0.99"])
        },
        MXCase(
            "self twice: the better preference counts",
            .mx,
            ["=backup.test", ">a.test", "=other.test"]
        ) {
            try $0.mx(
                "domain1.test",
                [(10, "backup.test"), (15, "a.test"), (20, "other.test")]
            )
            try $0.host("other.test", ["20.0.0.99"])
        },
        MXCase("more hosts than are looked at", .mx, ["h1.test", "h2.test", "h3.test", "h4.test"]) {
            try $0.mx("domain1.test", (1...6).map { (UInt16($0), "h\($0).test") })
        },
    ]

    static let statuses: [DNSSECStatus] = [.secure, .insecure, .bogus, .indeterminate]

    private func resolver(_ zone: Zone) throws -> (MXResolver, FakeResolver) {
        let names = FakeResolver(zone.table)
        let identity = LocalIdentity(
            names: [try name("backup.test")],
            addresses: [try address("20.0.0.99")]
        )
        var settings = EngineSettings()
        settings.maximumHosts = 4
        return (MXResolver(resolver: names, identity: identity, settings: settings), names)
    }

    @Test(arguments: cases)
    func resolves(_ row: MXCase) async throws {
        var zone = Zone()
        try row.zone(&zone)
        let found = try await resolver(zone).0.resolve(domain: try name("domain1.test"))
        #expect(found.source == row.source)
        let hosts = found.hosts.map { host in
            (host.isSelf ? "=" : host.isBehindSelf ? ">" : "") + host.exchange.description
        }
        #expect(hosts == row.hosts)
        #expect(found.hosts.allSatisfy { !$0.isSelf || !$0.isBehindSelf })
    }

    @Test func omittedHostsAreCounted() async throws {
        var zone = Zone()
        try zone.mx("domain1.test", (1...6).map { (UInt16($0), "h\($0).test") })
        let (resolver, names) = try resolver(zone)
        let found = await resolver.resolve(domain: try name("domain1.test"))
        #expect(found.omittedHosts == 2)
        let sixth = try name("h6.test")
        #expect(!names.asked.value.contains { $0.name == sixth }, "nor are they looked up")
    }

    @Test(
        "A failed lookup ends there",
        arguments: LookupStatus.allCases.filter { $0 != .found && $0 != .noData }
    )
    func failures(status: LookupStatus) async throws {
        var zone = Zone()
        try zone.add("domain1.test", .mx, status: status)
        try zone.host("domain1.test", ["20.0.0.1"])
        let (resolver, names) = try resolver(zone)
        let found = await resolver.resolve(domain: try name("domain1.test"))
        #expect(found.source == .none)
        #expect(found.hosts.isEmpty)
        #expect(found.mxLookup.status == status)
        #expect(names.asked.value.count == 1, "no implicit MX is looked for")
    }

    @Test(
        "TLSA counts only where MX and address are secure",
        arguments: statuses,
        statuses
    )
    func tlsa(mx: DNSSECStatus, address: DNSSECStatus) async throws {
        var zone = Zone()
        try zone.mx("domain1.test", [(10, "a.test")], dnssec: mx)
        try zone.host("a.test", ["20.0.0.1"], dnssec: address)
        try zone.add("_25._tcp.a.test", .tlsa, [.unreadable(length: 3)], dnssec: .secure)
        let (resolver, names) = try resolver(zone)
        let found = await resolver.resolve(domain: try name("domain1.test"))
        let host = try #require(found.hosts.first)
        #expect((host.tlsaLookup != nil) == (mx == .secure && address == .secure))
        #expect(names.asked.value.contains { $0.type == .tlsa } == (mx == .secure))
    }

    @Test func aHostByItsOwnName() async throws {
        var zone = Zone()
        try zone.host("a.test", ["20.0.0.1", "2001:4860::1"])
        let found = try await resolver(zone).0.resolve(host: try name("a.test"))
        #expect(found.hosts.map(\.addresses.count) == [2])
        #expect(found.mxLookup.status == .found)
        let missing = try await resolver(zone).0.resolve(host: try name("b.test"))
        #expect(missing.hosts.isEmpty)
        #expect(missing.mxLookup.status == .nxdomain)
    }
}
