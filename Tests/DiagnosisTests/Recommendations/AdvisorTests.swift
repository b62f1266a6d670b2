import ProbeModel
import Testing

@testable import Diagnosis

/// The advice as a whole: which, in which order, and when there is none.
@Suite struct AdvisorTests {
    typealias Row = AdviceRow<[Recommendation.Action]>

    @Test(
        "the smallest change comes first",
        arguments: [
            Row("blocked, an alternate port serves", [.setTransport, .requestUnblock]) {
                try $0.alternate()
            },
            Row("blocked, no alternate port", [.openAlternatePort, .requestUnblock]) { _ in },
            Row("blocked, only a login port", [.openAlternatePort, .requestUnblock]) {
                try $0.alternate(587, acceptance: .loginRequired)
            },
            Row("blocked, only a stranger on 2525", [.openAlternatePort, .requestUnblock]) {
                try $0.alternate(says: "web.other.test")
            },
            Row("blocked, a relay serves", [.useRelayhost, .openAlternatePort, .requestUnblock]) {
                try $0.relay("relay.isp.test", [RelayhostRuleTests.relay(25)])
            },
            Row("blocked, a stranger's domain", [.requestUnblock]) {
                $0.context.isRelayDomain = false
            },
            Row("blocked for good, a stranger's domain", [.useRelayhost]) {
                $0.context.isRelayDomain = false
                $0.context.ownNames = [DNSName(try AdviceScene.name("vm.bc.googleusercontent.com"))]
            },
            Row("locally blocked, an alternate port serves", [.fixLocalFirewall, .setTransport]) {
                $0.egress = []
                try $0.egress(.locallyBlocked)
                try $0.alternate()
            },
            Row("locally blocked", [.fixLocalFirewall]) {
                $0.egress = []
                try $0.egress(.locallyBlocked)
            },
            Row("intercepted", [.setTransport, .requestUnblock]) {
                $0.egress = []
                try $0.egress(.intercepted)
                try $0.alternate()
            },
            Row("IPv6 alone is blocked", [.preferAddressFamily, .requestUnblock]) {
                $0.verdict = .degraded
                $0.hosts = []
                try $0.host("mail.domain1.test", [AdviceScene.mail4, AdviceScene.mail6])
                $0.egress = []
                try $0.egress(.open)
                try $0.egress(.blocked, .ipv6, method: .drop)
                $0.findings = [
                    Finding(.familyFails, .warning, subject: "IPv6", message: "fails"),
                    Finding(
                        .endpointFails,
                        .warning,
                        subject: "mail.domain1.test [2001:db8::11]:25",
                        message: "does not answer"
                    ),
                ]
            },
            Row("blocked with a mistake in DNS", [.openAlternatePort, .requestUnblock, .fixDNS]) {
                $0.findings = [Finding(.mxHostIsCNAME, .warning, subject: "x", message: "y")]
            },
            Row("healthy", []) { $0.verdict = .healthy },
            Row("healthy though egress is blocked", []) {
                $0.verdict = .healthy
                try $0.egress(.blocked, .ipv6)
            },
        ]
    )
    func order(_ row: Row) throws {
        #expect(try AdviceScene.blocked(row.change).actions == row.expected)
    }

    @Test(
        "where nothing is to be done it says why",
        arguments: [
            AdviceRow<String>(
                "diverted",
                "the transport entry in use gets the domain's mail through"
            ) {
                $0.verdict = .diverted
                $0.transport("domain1.test", "smtp:[mail.domain1.test]:2525")
                $0.egress = []
            },
            .init(
                "null MX",
                "the domain says that it takes no mail; mail to it is returned at once"
            ) {
                $0.verdict = .noMail
            },
            .init(
                "not now",
                "the mail host says not now, which is rate or reputation; Postfix tries again by itself"
            ) {
                $0.verdict = .inconclusive
                $0.egress = []
                $0.probes = []
                try $0.probe(AdviceScene.mail4, 25, .deferred)
            },
            .init("cut short", "the run was cut short: give it more time with --timeout") {
                $0.verdict = .inconclusive
                $0.egress = []
                $0.isInterrupted = true
            },
            .init("offline", "this machine reaches nothing on any port: mend its network first") {
                $0.verdict = .inconclusive
                $0.egress = []
                try $0.egress(.offline)
            },
            .init(
                "this machine is the best MX host",
                "this machine is the domain's best MX host; nothing is to be delivered from here"
            ) {
                $0.verdict = .inconclusive
                $0.egress = []
                $0.hosts[0].isSelf = true
            },
            .init(
                "no common family",
                "the mail hosts have no address of a family that this machine has"
            ) {
                $0.verdict = .inconclusive
                $0.egress = []
                $0.families = [.ipv6]
            },
            .init(
                "could not be told",
                "it could not be told what stops the mail: run again, with --control HOST for hosts of your own"
            ) {
                $0.verdict = .inconclusive
                $0.egress = []
                try $0.egress(.inconclusive)
            },
            .init(
                "degraded by what nobody mends",
                "mail flows; the findings tell what is not right"
            ) {
                $0.verdict = .degraded
                $0.egress = []
            },
        ]
    )
    func nothing(_ row: AdviceRow<String>) throws {
        let scene = try AdviceScene.blocked(row.change)
        #expect(scene.actions == [.none])
        #expect(scene.advice.map(\.reason) == [row.expected])
    }

    @Test("only an accepted recipient makes an entry verified", arguments: Acceptance.allCases)
    func verified(_ acceptance: Acceptance) throws {
        let scene = try AdviceScene.blocked { try $0.alternate(acceptance: acceptance) }
        let verified = scene.advice.contains { $0.verified }
        #expect(verified == (acceptance == .accepted))
    }

    @Test(
        "every verdict has an answer, and only a healthy domain none",
        arguments: Verdict.allCases
    )
    func total(_ verdict: Verdict) throws {
        for egress in EgressVerdict.allCases {
            let scene = try AdviceScene(verdict) {
                try $0.host("mail.domain1.test", [AdviceScene.mail4])
                try $0.probe(AdviceScene.mail4, 25, .timeout)
                try $0.egress(egress)
            }
            #expect(scene.advice.isEmpty == (verdict == .healthy), "\(egress)")
            #expect(scene.advice.allSatisfy { !$0.reason.isEmpty })
            #expect(scene.advice.count == 1 || !scene.actions.contains(.none))
        }
    }

    @Test("text from a server is safe to print wherever it lands")
    func hostile() throws {
        let scene = try AdviceScene.blocked {
            $0.transport("domain1.test\u{1b}[31m", "smtp:[mail.domain1.test\u{1b}]")
            try $0.alternate(
                587,
                acceptance: .refused,
                says: "evil\u{1b}[2J.test",
                reply: AdviceScene.reply(550, "\u{1b}]0;owned\u{7} no")
            )
            try $0.alternate(2525)
        }
        for item in scene.advice {
            for text in [item.reason] + item.notes {
                #expect(!text.unicodeScalars.contains { $0.properties.generalCategory == .control })
            }
        }
    }

    @Test(
        "a Postfix version is read from mail_version",
        arguments: [
            ("3.7.11", 3, 7), ("3.12-20260821", 3, 12), ("2.11.0", 2, 11), ("3.5", 3, 5),
        ]
    )
    func version(_ text: String, _ major: Int, _ minor: Int) {
        #expect(PostfixVersion(text) == PostfixVersion(major: major, minor: minor))
    }

    @Test("what is no version is none", arguments: ["", "3", "3.", ".5", "a.b", "-3.5", "3.x"])
    func noVersion(_ text: String) {
        #expect(PostfixVersion(text) == nil)
    }
}
