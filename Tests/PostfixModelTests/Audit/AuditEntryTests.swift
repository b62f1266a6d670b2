import PostfixModel
import ProbeModel
import Testing

@Suite("audit of entries")
struct AuditEntryTests {
    @Test(
        "transports, ports and nexthops",
        arguments: [
            ("relay:[mail.domain1.test]:2525", []), (":[mail.domain1.test]", []), ("smtp:", []),
            ("nowhere:x", [.transportMissing]), ("error:465", []), ("retry:[x", []),
            ("lmtp:unix:/x", []), ("maildrop:", []),
            ("smtp:[mail.domain1.test]:465", [.wrapperMissing]),
            ("smtp:[mail.domain1.test]:submissions", [.wrapperMissing]),
            (":[mail.domain1.test]:465", [.wrapperMissing]),
            ("smtps:[mail.domain1.test]:465", []), ("lmtp:[mail.domain1.test]:465", []),
            ("smtp:[mail.domain1.test", [.nexthopUnusable]),
            ("smtp:192.0.2.77", [.nexthopUnusable]), ("smtp:[192.0.2.77]", []),
            ("smtp:[a.test], [b.test", [.nexthopUnusable]),
            ("smtp:[a.test]:smpt", [.nexthopUnusable]), ("smtp:[a.test]:alt", []),
            ("smtp:[a.test]:submission", []), ("lmtp:[a.test]:smpt", []),
            // This machine, on a port that it takes mail on, and on another.
            ("smtp:[192.0.2.1]", [.nexthopIsSelf]), ("smtp:[192.0.2.1]:10025", [.nexthopIsSelf]),
            ("smtp:[192.0.2.1]:10024", []), ("smtp:[192.0.2.2]", []),
            ("smtp:[backup.test]", [.nexthopIsSelf]), ("smtp:backup.test", [.nexthopIsSelf]),
            ("smtp:[self.test]", [.nexthopIsSelf]),
            ("smtp:[a.test], [self.test]", [.nexthopIsSelf]),
            ("lmtp:[192.0.2.1]", []),
            // Brackets keep MX records out of it.
            ("smtp:elsewhere.test", [.nexthopMXElsewhere]), ("smtp:[elsewhere.test]", []),
            ("smtp:elsewhere.test:2525", [.nexthopMXElsewhere]),
            ("smtp:own-mx.test", []), ("smtp:loop.test", [.nexthopMXIsSelf]),
            ("smtp:worse.test", []), ("native:elsewhere.test", []),
            ("smtp:unknown.test", []), ("smtp:[gone.test]", [.nexthopNoAddress]),
            ("smtp:gone.test", [.nexthopNoAddress]), ("smtp:domain1.test", []),
        ] as [(String, [AuditFindingID])]
    )
    func results(result: String, ids: [AuditFindingID]) throws {
        var fixture = AuditFixture()
        fixture.table = "domain1.test \(result)\n"
        let address = try #require(IPAddress("198.51.100.1"))
        let own = try #require(IPAddress("192.0.2.1"))
        fixture.nexthops = [
            "self.test": NexthopFacts(mail: .hosts([]), addresses: [address, own]),
            "elsewhere.test": NexthopFacts(
                mail: try AuditFixture.hosts([(10, "mx.big.test")]),
                addresses: [address]
            ),
            "own-mx.test": NexthopFacts(
                mail: try AuditFixture.hosts([(10, "own-mx.test"), (20, "backup.test")]),
                addresses: [address]
            ),
            "loop.test": NexthopFacts(
                mail: try AuditFixture.hosts([(20, "mx.big.test"), (10, "backup.test")]),
                addresses: [address]
            ),
            "worse.test": NexthopFacts(
                mail: try AuditFixture.hosts([(10, "worse.test"), (20, "backup.test")]),
                addresses: [address]
            ),
            "unknown.test": NexthopFacts(mail: .unknown("no answer"), addresses: nil),
            "gone.test": NexthopFacts(mail: .hosts([]), addresses: []),
            "domain1.test": NexthopFacts(
                mail: try AuditFixture.hosts([(10, "mx.big.test")]),
                addresses: []
            ),
        ]
        let findings = try fixture.findings()
        #expect(findings.map(\.id) == ids)
        for finding in findings {
            #expect(finding.subject == "domain1.test")
            #expect(finding.place == FilePlace(file: "/etc/postfix/transport", line: 1))
        }
    }

    @Test("without master.cf the ports and transports of Postfix's own count")
    func withoutServices() throws {
        var fixture = AuditFixture(services: nil, table: "domain1.test nowhere:x\n")
        #expect(try fixture.findings().map(\.id) == [])
        fixture.table = "domain1.test smtp:[192.0.2.1]\n"
        #expect(try fixture.findings().map(\.id) == [.nexthopIsSelf])
        fixture.table = "domain1.test smtp:[192.0.2.1]:10025\n"
        #expect(try fixture.findings().map(\.id) == [])
    }

    @Test("parameters that name transports are looked at too")
    func parameters() throws {
        for parameter in ["relay_transport", "default_transport", "virtual_transport"] {
            var fixture = AuditFixture()
            fixture.main[parameter] = "nowhere:[x.test]"
            let findings = try fixture.findings()
            #expect(findings.map(\.id) == [.transportMissing])
            #expect(findings.first?.subject == parameter)
        }
    }

    @Test("an entry that is ignored is not looked at")
    func ignored() throws {
        var fixture = AuditFixture()
        fixture.table += "Domain1.test nowhere:x\n"
        #expect(try fixture.findings().map(\.id) == [.entryDuplicate])
    }
}
