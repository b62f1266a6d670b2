import PostfixModel
import ProbeModel
import Testing
import TransportMap

@Suite("audit")
struct AuditTests {
    static func ids(_ fixture: AuditFixture) throws -> [AuditFindingID] {
        try fixture.findings().map(\.id)
    }

    @Test("a backup MX by the usual recipe is in order")
    func recipe() throws {
        #expect(try AuditFixture().findings() == [])
    }

    @Test(
        "what the time did not suffice for is told",
        arguments: [(0, false), (1, true), (2, true)]
    )
    func incomplete(count: Int, isTold: Bool) throws {
        var subject = try AuditFixture().subject()
        subject.unexamined = count
        let findings = Audit.findings(in: subject)
        #expect(findings.map(\.id) == (isTold ? [.incomplete] : []))
        #expect(findings.allSatisfy { $0.severity == .unknown })
    }

    @Test(
        "entries that there is no time for are counted",
        arguments: [(0, 2), (1, 1), (2, 0), (9, 0)]
    )
    func unread(time: Int, unread: Int) throws {
        let parameters = MainParameters(AuditFixture().main)
        var left = time
        let questions = AuditQuestions(
            classes: AddressClasses(parameters: parameters, access: .none("nobody to ask")),
            maps: [
                try #require(TransportMap(Array("a.test smtp:[x.test]\n".utf8))),
                try #require(TransportMap(Array("b.test smtp:[y.test]\n".utf8))),
            ]
        ) {
            left -= 1
            return left < 0
        }
        #expect(questions.unread == unread)
        #expect(questions.nexthops.count == 2 - unread)
    }

    @Test("the recipe without recipients has one piece of advice")
    func recipeWithoutRecipients() throws {
        var fixture = AuditFixture()
        fixture.main["relay_recipient_maps"] = ""
        let findings = try fixture.findings()
        #expect(findings.map(\.id) == [.recipientsUnchecked])
        #expect(findings.map(\.severity) == [.warning])
    }

    @Test(
        "recipients are checked in more than one way",
        arguments: [
            ("relay_recipient_maps", "static:OK", true),
            ("smtpd_recipient_restrictions", "reject_unverified_recipient", false),
            ("smtpd_relay_restrictions", "permit_mynetworks,REJECT_unverified_recipient", false),
            ("smtpd_recipient_restrictions", "reject_unknown_recipient_domain", true),
            // Nothing is relayed.
            ("relay_domains", "", false),
        ]
    )
    func recipients(parameter: String, value: String, isFound: Bool) throws {
        var fixture = AuditFixture()
        fixture.main["relay_recipient_maps"] = ""
        fixture.main[parameter] = value
        #expect(try Self.ids(fixture).contains(.recipientsUnchecked) == isFound)
    }

    @Test(
        "permit_mx_backup needs networks",
        arguments: [
            ("permit_mx_backup, reject_unauth_destination", "", true),
            ("permit_mx_backup, reject_unauth_destination", "192.0.2.0/24", false),
            ("permit_mx_backup_not, reject_unauth_destination", "", false),
        ]
    )
    func permitMXBackup(restrictions: String, networks: String, isFound: Bool) throws {
        for parameter in ["smtpd_recipient_restrictions", "smtpd_relay_restrictions"] {
            var fixture = AuditFixture()
            fixture.main[parameter] = restrictions
            fixture.main["permit_mx_backup_networks"] = networks
            #expect(try Self.ids(fixture) == (isFound ? [.permitMXBackup] : []))
        }
    }

    @Test("a relayhost takes the mail of relayed domains without an entry")
    func relayhost() throws {
        var fixture = AuditFixture()
        fixture.main["relayhost"] = "[smart.test]"
        #expect(try Self.ids(fixture) == [])
        fixture.table = ""
        #expect(try Self.ids(fixture) == [.relayhostTakesRelayed])
        fixture.main["relay_domains"] = "domain1.test a.test b.test c.test d.test"
        let finding = try #require(try fixture.findings().first)
        #expect(finding.message.contains("a.test, b.test, c.test and 2 more"))
        #expect(finding.place == FilePlace(file: "/etc/postfix/main.cf"))
        fixture.main["relayhost"] = ""
        #expect(try !Self.ids(fixture).contains(.relayhostTakesRelayed))
    }

    @Test("findings come worst first, and every text is a sentence")
    func order() throws {
        var fixture = AuditFixture()
        fixture.table = "domain1.test nowhere:x\nother.test smtp:\ndomain1.test smtp:y\n"
        fixture.main["relay_recipient_maps"] = ""
        let findings = try fixture.findings()
        #expect(
            findings.map(\.id) == [
                .transportMissing, .entryDuplicate, .entryNotRelayed, .recipientsUnchecked,
            ]
        )
        #expect(findings.allSatisfy { $0.message.hasSuffix(".") && $0.cure.hasSuffix(".") })
    }

    @Test("ids are dotted, and none is used twice")
    func ids() {
        let ids = AuditFindingID.allCases.map(\.rawValue)
        #expect(Set(ids).count == ids.count)
        #expect(ids.allSatisfy { $0.contains(".") && $0 == $0.lowercased() })
    }

    @Test("what has to be looked up is collected")
    func questions() throws {
        let map = try #require(
            TransportMap(
                Array("*.x smtp:y\n* :[any.test]\nu@b.test :[u.test]\nC.test smtp:c.test:26\n".utf8)
            )
        )
        let parameters = MainParameters(["relay_domains": "a.test, !no.test hash:/t .d.test"])
        let classes = AddressClasses(parameters: parameters, access: .none(""))
        let more = try #require(DomainName("e.test"))
        let questions = AuditQuestions(classes: classes, relayed: [more], maps: [map])
        #expect(questions.domains.map(\.ascii) == ["a.test", "c.test", "e.test"])
        #expect(questions.nexthops.map(\.ascii) == ["any.test", "c.test", "u.test", "y"])
    }
}
