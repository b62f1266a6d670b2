import PostfixModel
import ProbeModel
import Testing

@Suite("audit of domains")
struct AuditDomainTests {
    struct Row: Sendable {
        var hosts: [(UInt16, String)]
        var entry: String?
        var findings: [(AuditFindingID, Severity)] = []
    }

    @Test(
        "MX records of relayed domains",
        arguments: [
            Row(hosts: [(10, "m.test"), (20, "backup.test")], entry: "smtp:[m.test]"),
            Row(
                hosts: [(10, "m.test"), (20, "backup.test")],
                findings: [(.relayWithoutEntry, .ok)]
            ),
            Row(
                hosts: [(10, "m.test"), (20, "other.test")],
                entry: "smtp:[m.test]",
                findings: [(.mxNotListed, .warning)]
            ),
            Row(hosts: [], entry: "smtp:[m.test]", findings: [(.mxNotListed, .warning)]),
            // The best or only MX host needs to be told where mail goes.
            Row(hosts: [(10, "backup.test")], findings: [(.mxSelfIsBest, .critical)]),
            Row(
                hosts: [(10, "backup.test")],
                entry: "smtp:",
                findings: [(.mxSelfIsBest, .critical)]
            ),
            Row(
                hosts: [(10, "backup.test"), (10, "m.test")],
                findings: [(.mxSelfIsBest, .critical), (.relayWithoutEntry, .ok)]
            ),
            Row(hosts: [(10, "backup.test")], entry: "smtp:[m.test]"),
            Row(hosts: [(10, "backup.test"), (20, "m.test")], entry: "relay:m.test"),
        ]
    )
    func relayed(_ row: Row) throws {
        var fixture = AuditFixture(table: row.entry.map { "domain1.test \($0)\n" } ?? "")
        fixture.mail["domain1.test"] = try AuditFixture.hosts(row.hosts)
        let findings = try fixture.findings()
        #expect(findings.map(\.id) == row.findings.map(\.0))
        #expect(findings.map(\.severity) == row.findings.map(\.1))
        #expect(findings.allSatisfy { $0.subject == "domain1.test" })
    }

    @Test("a relayed domain that takes no mail, and one that cannot be looked up")
    func others() throws {
        var fixture = AuditFixture()
        fixture.mail["domain1.test"] = .null
        #expect(try fixture.findings().map(\.id) == [.mxNull])
        fixture.mail["domain1.test"] = .unknown("no answer")
        let findings = try fixture.findings()
        #expect(findings.map(\.id) == [.mxUnknown])
        #expect(findings.map(\.severity) == [.unknown])
    }

    @Test(
        "entries of domains that are not relayed",
        arguments: [
            ("other.test", [(10, "m.test")], [.ok]),
            ("other.test", [(10, "m.test"), (20, "backup.test")], [.warning]),
            ("sub.domain1.test", [(10, "m.test"), (20, "backup.test")], []),
            ("backup.test", [(10, "backup.test")], []),
        ] as [(String, [(UInt16, String)], [Severity])]
    )
    func notRelayed(domain: String, hosts: [(UInt16, String)], severities: [Severity]) throws {
        var fixture = AuditFixture()
        fixture.table += "\(domain) smtp:[m.test]\n.\(domain) smtp:[m.test]\nu@\(domain) smtp:\n"
        fixture.mail[domain] = try AuditFixture.hosts(hosts)
        let findings = try fixture.findings()
        #expect(findings.map(\.severity) == severities)
        #expect(findings.allSatisfy { $0.id == .entryNotRelayed && $0.place?.line == 2 })
    }
}
