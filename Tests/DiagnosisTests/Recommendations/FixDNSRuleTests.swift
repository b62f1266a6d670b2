import ProbeModel
import Testing

@testable import Diagnosis

@Suite struct FixDNSRuleTests {
    struct RecordCase: CustomTestStringConvertible, Sendable {
        let id: FindingID
        let subject: String
        let reason: String
        let record: String?
        var testDescription: String { id.rawValue }
    }

    @Test(
        "each mistake has its record",
        arguments: [
            RecordCase(
                id: .mxHostIsCNAME,
                subject: "alias.domain1.test",
                reason:
                    "name real.domain1.test in the MX record instead of its alias alias.domain1.test",
                record: "domain1.test.  MX  10  real.domain1.test."
            ),
            RecordCase(
                id: .mxHostIsLiteral,
                subject: "203.0.113.5",
                reason: "give the address 203.0.113.5 a name and put that into the MX record",
                record: "mail.domain1.test.  A  203.0.113.5"
            ),
            RecordCase(
                id: .mxHostInvalid,
                subject: "bad\\032name",
                reason: "put the name of a host into the MX record instead of bad\\032name",
                record: "domain1.test.  MX  10  mail.domain1.test."
            ),
            RecordCase(
                id: .mxHostDangling,
                subject: "gone.domain1.test",
                reason:
                    "give gone.domain1.test the address of the mail server, or remove its MX record",
                record: "gone.domain1.test.  A     ADDRESS\ngone.domain1.test.  AAAA  ADDRESS"
            ),
            RecordCase(
                id: .mxHostNoAddress,
                subject: "empty.domain1.test",
                reason:
                    "give empty.domain1.test the address of the mail server, or remove its MX record",
                record: "empty.domain1.test.  A     ADDRESS\nempty.domain1.test.  AAAA  ADDRESS"
            ),
            RecordCase(
                id: .mxHostLoops,
                subject: "loop.domain1.test",
                reason: "end the circle of CNAME records at loop.domain1.test with an address",
                record: nil
            ),
            RecordCase(
                id: .mxSpecialPurpose,
                subject: "inside.domain1.test",
                reason:
                    "give inside.domain1.test an address that the Internet can reach, or remove its MX record",
                record: "inside.domain1.test.  A     ADDRESS"
            ),
            RecordCase(
                id: .mxNullNotAlone,
                subject: "domain1.test",
                reason:
                    "remove the record \"domain1.test. MX 0 .\", which must stand alone (RFC 7505)",
                record: nil
            ),
            RecordCase(
                id: .dnssecBogus,
                subject: "domain1.test",
                reason:
                    "have the zone of domain1.test signed again, or its DS record removed from the parent zone",
                record: nil
            ),
            RecordCase(
                id: .daneMismatch,
                subject: "mail.domain1.test 203.0.113.11:25",
                reason:
                    "publish TLSA records that match the certificate of mail.domain1.test, or remove those that do not",
                record: nil
            ),
        ]
    )
    func record(_ row: RecordCase) throws {
        let scene = try AdviceScene(.misconfigured) {
            try $0.host("alias.domain1.test", []) { host in
                let target = DNSName(try AdviceScene.name("real.domain1.test"))
                host.addressLookups = [
                    Lookup(
                        question: Question(name: try AdviceScene.name("a.test"), type: .a),
                        status: .found,
                        canonicalName: target
                    )
                ]
            }
            let finding = Finding(row.id, .warning, subject: row.subject, message: "wrong")
            $0.findings = [finding, finding]
        }
        #expect(scene.actions == [.fixDNS])
        #expect(scene.advice.first?.reason == row.reason)
        #expect(scene.advice.first?.snippets.first?.text == row.record)
    }

    @Test("the records of a host are mended once, whatever addresses it has")
    func oneHost() throws {
        let scene = try AdviceScene(.degraded) {
            $0.findings = [
                "mail.a.test 20.0.0.1:25", "mail.a.test [2a00::1]:25", "mail.b.test 20.0.0.1:25",
            ]
            .map { Finding(.daneMismatch, .warning, subject: $0, message: "wrong") }
        }
        #expect(scene.actions == [.fixDNS, .fixDNS])
    }

    @Test("findings that no record mends bring no such advice")
    func others() throws {
        let mended: Set<FindingID> = [
            .mxHostIsCNAME, .mxHostIsLiteral, .mxHostInvalid, .mxHostDangling, .mxHostNoAddress,
            .mxHostLoops, .mxSpecialPurpose, .mxNullNotAlone, .dnssecBogus, .daneMismatch,
        ]
        for id in FindingID.allCases where !mended.contains(id) {
            let scene = try AdviceScene(.degraded) {
                $0.findings = [Finding(id, .warning, subject: "x", message: "y")]
            }
            #expect(!scene.actions.contains(.fixDNS), "\(id)")
        }
    }

    @Test(
        "a domain without mail records is told what it lacks",
        arguments: [
            (
                LookupStatus.nxdomain,
                "domain1.test does not exist: register or delegate it again, or stop accepting mail for it"
            ),
            (.noData, "give domain1.test an MX record that names its mail server"),
            (
                .bogus,
                "have the zone of domain1.test signed again, or its DS record removed from the parent zone"
            ),
        ]
    )
    func domain(_ status: LookupStatus, _ reason: String) throws {
        let scene = try AdviceScene(.misconfigured) {
            $0.mxLookup = Lookup(question: $0.mxLookup.question, status: status)
            $0.source = .none
        }
        #expect(scene.advice.map(\.reason) == [reason])
    }

    @Test(
        "a lookup that failed is this machine's resolver's affair",
        arguments: [
            (
                LookupStatus.noResolver,
                "no resolver can be asked: name one that works in /etc/resolv.conf"
            ),
            (
                .refused,
                "192.0.2.53@53 refuses to answer this machine: allow it there, or name another resolver"
            ),
            (
                .timeout,
                "192.0.2.53@53 does not answer: see whether it runs and whether port 53 gets there"
            ),
            (
                .servfail,
                "192.0.2.53@53 gets no usable answer about domain1.test: see whether the domain's own name servers answer, and whether another resolver does"
            ),
        ]
    )
    func resolver(_ status: LookupStatus, _ reason: String) throws {
        let scene = try AdviceScene(.dnsFailure) {
            $0.mxLookup = Lookup(
                question: $0.mxLookup.question,
                status: status,
                failure: LookupFailure(server: "192.0.2.53@53", message: "no")
            )
            $0.source = .none
        }
        #expect(scene.advice.map(\.reason) == [reason])
        #expect(scene.actions == [.fixDNS])
    }

    @Test("a null MX is a mistake only where the domain is ours")
    func nullMX() throws {
        let ours = try AdviceScene(.noMail) { $0.context.isRelayDomain = true }
        #expect(ours.actions == [.fixDNS])
        #expect(try AdviceScene(.noMail).actions == [.none])
    }

    @Test("a healthy domain is left alone")
    func healthy() throws {
        let scene = try AdviceScene(.healthy) {
            $0.findings = [Finding(.mxHostIsCNAME, .ok, subject: "x", message: "y")]
        }
        #expect(scene.advice.isEmpty)
    }
}
