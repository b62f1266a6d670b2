import ProbeModel
import Testing

@testable import Diagnosis

/// What a row expects of `set-transport`: the entry, or that there is none.
struct SetTransportExpectation: Equatable, Sendable {
    var result: String?
    var alternative: String?
    var isVerified = false

    static let none = SetTransportExpectation()

    /// The proven entry at port 2525 with the failover form beside it.
    static func entry(
        _ result: String,
        or alternative: String? = nil,
        verified: Bool = true
    ) -> Self {
        Self(result: result, alternative: alternative, isVerified: verified)
    }
}

@Suite struct SetTransportRuleTests {
    typealias Row = AdviceRow<SetTransportExpectation>

    static let usual = SetTransportExpectation.entry(
        "smtp:[mail.domain1.test]:2525",
        or: "smtp:[mail.domain1.test]:25, [mail.domain1.test]:2525"
    )

    func check(_ row: Row) throws {
        let scene = try AdviceScene.blocked(row.change)
        let found = scene.advice.first { $0.action == .setTransport }
        let expectation = SetTransportExpectation(
            result: found?.result,
            alternative: found?.alternative,
            isVerified: found?.verified ?? false
        )
        #expect(expectation == row.expected, "\(scene.advice)")
        if row.expected.result != nil { #expect(found?.pattern == "domain1.test") }
    }

    @Test(
        "the port must take the domain, and be the same mail system",
        arguments: [
            Row("takes the domain and greets rightly", usual) { try $0.alternate() },
            Row("certificate names the host", usual) {
                try $0.alternate(says: nil, certificate: ["mail.domain1.test"])
            },
            Row("wildcard certificate names the host", usual) {
                try $0.alternate(says: nil, certificate: ["*.domain1.test"])
            },
            Row("greets as port 25 once did", usual) {
                try $0.alternate(says: "srv12.hoster.example")
                $0.context.earlierSessions = [
                    try AdviceScene.session(
                        AdviceScene.mail4,
                        25,
                        .ready,
                        says: "srv12.hoster.example"
                    )
                ]
            },
            Row(
                "deferred: allowed, not proven",
                .entry(usual.result ?? "", or: usual.alternative, verified: false)
            ) {
                try $0.alternate(
                    acceptance: .deferred,
                    reply: AdviceScene.reply(450, "4.2.0 Greylisted")
                )
            },
            Row(
                "nameless: allowed, not proven",
                .entry(usual.result ?? "", or: usual.alternative, verified: false)
            ) {
                try $0.alternate(says: nil)
            },
            // Never.
            Row("wants a login", .none) { try $0.alternate(587, acceptance: .loginRequired) },
            Row("refuses the domain", .none) { try $0.alternate(acceptance: .refused) },
            Row("was not asked", .none) { try $0.alternate(acceptance: .notTested) },
            Row("calls itself a stranger", .none) { try $0.alternate(says: "web.other.test") },
            Row("has a stranger's certificate", .none) {
                try $0.alternate(says: nil, certificate: ["web.other.test"])
            },
            Row("shares a registry's suffix only", .none) { scene in
                scene.hosts = []
                try scene.host("mail.domain1.co.uk", [AdviceScene.mail4])
                try scene.alternate(says: "web.stranger.co.uk")
            },
            Row("greets otherwise than port 25 once did", .none) {
                try $0.alternate(says: "web.domain1.test")
                $0.context.earlierSessions = [
                    try AdviceScene.session(
                        AdviceScene.mail4,
                        25,
                        .ready,
                        says: "mail.domain1.test"
                    )
                ]
            },
            Row("does not speak SMTP", .none) { try $0.probe(AdviceScene.mail4, 2525, .notSMTP) },
            Row("defers the connection", .none) {
                try $0.probe(AdviceScene.mail4, 2525, .deferred)
            },
            Row("does not answer", .none) { try $0.probe(AdviceScene.mail4, 2525, .timeout) },
            // One address that would bounce mail spoils the name.
            Row("another address is a stranger", .none) {
                $0.hosts = []
                try $0.host("mail.domain1.test", [AdviceScene.mail4, "203.0.113.12"])
                try $0.alternate()
                try $0.alternate(address: "203.0.113.12", says: "web.other.test")
            },
            Row("another address does not answer", usual) {
                $0.hosts = []
                try $0.host("mail.domain1.test", [AdviceScene.mail4, "203.0.113.12"])
                try $0.alternate()
                try $0.probe("203.0.113.12", 2525, .refused)
            },
            // The port is this host's, not that of this machine.
            Row("only this machine has the port", .none) {
                try $0.host("backup.domain1.test", [AdviceScene.own4], preference: 20, isSelf: true)
                try $0.alternate(address: AdviceScene.own4)
            },
        ]
    )
    func sameSystem(_ row: Row) throws { try check(row) }

    @Test(
        "ports are preferred proven first, then by host, then 2525, 587, 26, others, 465",
        arguments: [
            Row("2525 before 587 and 26", usual) {
                try $0.alternate(26)
                try $0.alternate(587)
                try $0.alternate(2525)
            },
            Row(
                "587 without a login",
                .entry(
                    "smtp:[mail.domain1.test]:587",
                    or: "smtp:[mail.domain1.test]:25, [mail.domain1.test]:587"
                )
            ) {
                try $0.alternate(26)
                try $0.alternate(587)
            },
            Row(
                "proven 26 before deferred 2525",
                .entry(
                    "smtp:[mail.domain1.test]:26",
                    or: "smtp:[mail.domain1.test]:25, [mail.domain1.test]:26"
                )
            ) {
                try $0.alternate(26)
                try $0.alternate(2525, acceptance: .deferred)
            },
            Row(
                "the better host first",
                .entry(
                    "smtp:[mail.domain1.test]:26",
                    or: "smtp:[mail.domain1.test]:25, [mail.domain1.test]:26"
                )
            ) {
                try $0.host("mx2.domain1.test", ["203.0.113.12"], preference: 20)
                try $0.alternate(2525, address: "203.0.113.12")
                try $0.alternate(26)
            },
            Row(
                "465 only when nothing else is fit, and unproven",
                .entry("smtps-out:[mail.domain1.test]:465", verified: false)
            ) {
                try $0.alternate(465)
                try $0.alternate(587, acceptance: .loginRequired)
            },
            Row(
                "465 not beside a deferred 2525",
                .entry(usual.result ?? "", or: usual.alternative, verified: false)
            ) {
                try $0.alternate(465)
                try $0.alternate(2525, acceptance: .deferred)
            },
        ]
    )
    func preference(_ row: Row) throws { try check(row) }

    @Test(
        "the style of an entry that exists is kept, and its transport's name",
        arguments: [
            Row(
                "relay domain",
                .entry(
                    "relay:[mail.domain1.test]:2525",
                    or: "relay:[mail.domain1.test]:25, [mail.domain1.test]:2525"
                )
            ) {
                $0.context.isRelayDomain = true
                try $0.alternate()
            },
            Row(
                "unbracketed",
                .entry(
                    "smtp:mail.domain1.test:2525",
                    or: "smtp:mail.domain1.test:25, mail.domain1.test:2525"
                )
            ) {
                $0.transport("domain1.test", "smtp:mail.domain1.test")
                try $0.alternate()
            },
            Row("unbracketed name with MX records of its own", usual) {
                $0.transport("domain1.test", "smtp:mail.domain1.test")
                $0.context.nexthopHasMX = true
                try $0.alternate()
            },
            Row(
                "null transport",
                .entry(
                    ":[mail.domain1.test]:2525",
                    or: ":[mail.domain1.test]:25, [mail.domain1.test]:2525"
                )
            ) {
                $0.transport("domain1.test", ":[MAIL.domain1.test]:25")
                try $0.alternate()
            },
            Row(
                "no nexthop",
                .entry(
                    "slow:[mail.domain1.test]:2525",
                    or: "slow:[mail.domain1.test]:25, [mail.domain1.test]:2525"
                )
            ) {
                $0.transport("domain1.test", "slow:")
                try $0.alternate()
            },
            Row(
                "literal address",
                .entry(
                    "smtp:[203.0.113.11]:2525",
                    or: "smtp:[203.0.113.11]:25, [203.0.113.11]:2525"
                )
            ) {
                $0.transport("domain1.test", "smtp:[203.0.113.11]")
                try $0.alternate()
            },
            Row("another host", usual) {
                $0.transport("domain1.test", "smtp:[old.domain1.test]")
                try $0.alternate()
            },
            Row(
                "a list gets one more",
                .entry("relay:[mail.domain1.test], [mx2.domain1.test], [mail.domain1.test]:2525")
            ) {
                $0.transport("domain1.test", "relay:[mail.domain1.test], [mx2.domain1.test]")
                try $0.alternate()
            },
            Row(
                "an entry for other domains too stays",
                .entry(
                    "relay:[mail.domain1.test]:2525",
                    or: "relay:[mail.domain1.test]:25, [mail.domain1.test]:2525"
                )
            ) {
                $0.transport("*", "relay:[mail.domain1.test]")
                try $0.alternate()
            },
            Row("leads there already", .none) {
                $0.transport("domain1.test", "smtp:[mail.domain1.test]:2525")
                try $0.alternate()
            },
            Row("leads there in a list already", .none) {
                $0.transport(
                    "domain1.test",
                    "smtp:[mail.domain1.test]:25, [mail.domain1.test]:2525"
                )
                try $0.alternate()
            },
            Row("was never meant to deliver", .none) {
                $0.transport("domain1.test", "error:5.1.1 gone")
                try $0.alternate()
            },
        ]
    )
    func style(_ row: Row) throws { try check(row) }

    @Test(
        "a list that fails over is offered where Postfix and the block allow it",
        arguments: [
            Row("wanted", .entry(usual.alternative ?? "", or: usual.result)) {
                $0.context.style = .failover
                try $0.alternate()
            },
            Row(
                "wanted of a Postfix that has it",
                .entry(usual.alternative ?? "", or: usual.result)
            ) {
                $0.context.style = .failover
                $0.context.postfixVersion = PostfixVersion("3.5.0")
                try $0.alternate()
            },
            Row("wanted of a Postfix that has it not", .entry(usual.result ?? "")) {
                $0.context.style = .failover
                $0.context.postfixVersion = PostfixVersion("3.4.23")
                try $0.alternate()
            },
            Row(
                "a list behind a device that answers is replaced",
                .entry("relay:[mail.domain1.test]:2525")
            ) {
                $0.transport("domain1.test", "relay:[mail.domain1.test], [mx2.domain1.test]")
                $0.egress = []
                try $0.egress(.intercepted)
                try $0.alternate()
            },
            Row("behind a device that answers", .entry(usual.result ?? "")) {
                $0.egress = []
                try $0.egress(.intercepted)
                $0.context.style = .failover
                try $0.alternate()
            },
        ]
    )
    func failover(_ row: Row) throws { try check(row) }

    @Test(
        "only where port 25 cannot be used",
        arguments: [
            Row("remote filter", usual) {
                $0.verdict = .filtered
                $0.egress = []
                try $0.alternate()
            },
            Row("local firewall", usual) {
                $0.egress = []
                try $0.egress(.locallyBlocked)
                try $0.alternate()
            },
            Row("throttled, and mail flows in part", usual) {
                $0.verdict = .degraded
                $0.egress = []
                try $0.egress(.throttled)
                try $0.alternate()
            },
            Row("a device answers, whose words are not the host's", .entry(usual.result ?? "")) {
                $0.verdict = .degraded
                $0.egress = []
                $0.probes = []
                try $0.egress(.intercepted)
                try $0.probe(AdviceScene.mail4, 25, .ready, says: "proxy.isp.example")
                try $0.alternate()
            },
            // Near misses.
            Row("healthy", .none) {
                $0.verdict = .healthy
                try $0.alternate()
            },
            Row("diverted already", .none) {
                $0.verdict = .diverted
                try $0.alternate()
            },
            Row("unreachable with open egress", .none) {
                $0.verdict = .unreachable
                $0.egress = []
                try $0.egress(.open)
                try $0.alternate()
            },
            Row("inconclusive without a report", .none) {
                $0.verdict = .inconclusive
                $0.egress = []
                try $0.alternate()
            },
            Row("degraded, the other family is free", .none) {
                $0.verdict = .degraded
                $0.hosts = []
                try $0.host("mail.domain1.test", [AdviceScene.mail4, AdviceScene.mail6])
                try $0.egress(.open, .ipv6)
                try $0.alternate()
            },
            Row("refused by the host itself", .none) {
                $0.verdict = .rejected
                $0.egress = []
                try $0.alternate()
            },
        ]
    )
    func condition(_ row: Row) throws { try check(row) }

    @Test("the reason and the notes say what else the change touches")
    func texts() throws {
        let scene = try AdviceScene.blocked {
            try $0.host("mx2.domain1.test", ["203.0.113.12"], preference: 20)
            $0.hosts[0].tlsaLookup = Lookup(
                question: Question(name: try AdviceScene.name("mail.domain1.test"), type: .tlsa),
                status: .found,
                records: [.tlsa(TLSARecord(usage: 3, selector: 1, matchingType: 1, data: [1]))],
                dnssec: .secure
            )
            try $0.alternate()
        }
        let advice = try scene.first(.setTransport)
        #expect(
            advice.reason
                == "port 2525 of mail.domain1.test takes the domain's mail without a login and calls itself by the mail host's name"
        )
        #expect(
            advice.notes == [
                "write relay: instead of smtp: if the domain is one of relay_domains",
                "the list tries port 25 first, so it heals itself, at the price of a connect timeout per delivery attempt while 25 is silent; it needs Postfix 3.5 or later",
                "smtp_tls_policy_maps and smtp_sasl_password_maps are looked up by nexthop: an entry for domain1.test must be repeated for [mail.domain1.test]:2525",
                "DANE looks at _2525._tcp.mail.domain1.test then: without TLSA records there, dane falls back to opportunistic TLS and dane-only defers",
                "mail then goes to mail.domain1.test alone, no longer to mx2.domain1.test",
            ]
        )
    }

    @Test("port 465 comes with the service that it needs")
    func wrapper() throws {
        let advice = try AdviceScene.blocked { try $0.alternate(465) }.first(.setTransport)
        #expect(advice.snippets == [WrapperService.snippet])
        #expect(advice.snippets.first?.text.contains("smtp_tls_wrappermode=yes") == true)
        #expect(!advice.verified)
    }
}
