import ProbeModel
import Testing

@testable import Diagnosis

@Suite struct RelayhostRuleTests {
    typealias Row = AdviceRow<RelayhostExpectation?>

    struct RelayhostExpectation: Equatable, Sendable {
        var result: String?
        var isVerified = false
    }

    static func relay(
        _ port: UInt16,
        _ acceptance: Acceptance = .accepted,
        outcome: Outcome = .ready
    ) throws -> ProbeObservation {
        try AdviceScene.session("192.0.2.40", port, outcome, acceptance: acceptance)
    }

    @Test(
        "a relay is recommended where it answers on a usable port",
        arguments: [
            Row("takes the mail", .init(result: "[relay.isp.test]:587", isVerified: true)) {
                try $0.relay("relay.isp.test", [relay(587)])
            },
            Row("on port 25, past the block", .init(result: "[relay.isp.test]", isVerified: true)) {
                try $0.relay("relay.isp.test", [relay(25)])
            },
            Row("wants a login", .init(result: "[relay.isp.test]:587")) {
                try $0.relay("relay.isp.test", [relay(587, .loginRequired)])
            },
            Row(
                "without a login before with one",
                .init(result: "[relay.isp.test]:2525", isVerified: true)
            ) {
                try $0.relay("relay.isp.test", [relay(587, .loginRequired), relay(2525)])
            },
            Row("465 needs a service first", .init(result: "[relay.isp.test]:465")) {
                try $0.relay("relay.isp.test", [relay(465)])
            },
            Row("the better of two", .init(result: "[b.isp.test]:587", isVerified: true)) {
                try $0.relay("a.isp.test", [relay(587, .loginRequired)])
                try $0.relay("b.isp.test", [relay(587)])
            },
            Row(
                "after a refusal by reputation",
                .init(result: "[relay.isp.test]:587", isVerified: true)
            ) {
                $0.verdict = .rejected
                $0.egress = []
                try $0.relay("relay.isp.test", [relay(587)])
            },
            Row("a provider that never opens 25", .init(result: nil)) {
                $0.context.ownNames = [DNSName(try AdviceScene.name("vm.bc.googleusercontent.com"))]
            },
            // Near misses.
            Row("no relay named", nil) { _ in },
            Row("refuses", nil) { try $0.relay("relay.isp.test", [relay(587, .refused)]) },
            Row("does not answer", nil) {
                try $0.relay("relay.isp.test", [relay(587, .notTested, outcome: .timeout)])
            },
            Row("a device answers its port 25", nil) {
                $0.egress = []
                try $0.egress(.intercepted)
                try $0.relay("relay.isp.test", [relay(25)])
            },
            Row("the block is our own", nil) {
                $0.egress = []
                try $0.egress(.locallyBlocked)
                try $0.relay("relay.isp.test", [relay(587)])
            },
            Row("mail flows", nil) {
                $0.verdict = .healthy
                try $0.relay("relay.isp.test", [relay(587)])
            },
            Row("the mail host is down", nil) {
                $0.verdict = .unreachable
                $0.egress = []
                try $0.egress(.open)
                try $0.relay("relay.isp.test", [relay(587)])
            },
        ]
    )
    func recommended(_ row: Row) throws {
        let found = try AdviceScene.blocked(row.change).advice
            .first { $0.action == .useRelayhost }
            .map { RelayhostExpectation(result: $0.result, isVerified: $0.verified) }
        #expect(found == row.expected)
    }

    @Test("the snippets set it for the domain, or for all mail")
    func snippets() throws {
        let scene = try AdviceScene.blocked {
            $0.context.isRelayDomain = true
            try $0.host("backup.domain1.test", [AdviceScene.own4], preference: 20, isSelf: true)
            try $0.relay("relay.isp.test", [Self.relay(587, .loginRequired)])
        }
        let advice = try scene.first(.useRelayhost)
        #expect(
            advice.snippets.map(\.text) == [
                "domain1.test  relay:[relay.isp.test]:587",
                "postconf -e 'relayhost = [relay.isp.test]:587'\npostfix reload",
            ]
        )
        #expect(
            advice.reason
                == "the relay relay.isp.test answers on port 587 and takes mail with a login"
        )
        #expect(advice.notes.count == 2)
        #expect(advice.notes.last?.contains("hand the mail back to this machine") == true)
    }

    @Test("a relay that the user named and that is of no use is told as such")
    func useless() throws {
        let scene = try AdviceScene.blocked {
            try $0.relay(
                "dead.isp.test",
                [Self.relay(587, outcome: .timeout), Self.relay(25, outcome: .timeout)]
            )
            try $0.relay("gone.isp.test", [])
            try $0.relay("good.isp.test", [Self.relay(587)])
        }
        let remarks = scene.advice.filter { $0.action == .none }.map(\.reason)
        #expect(
            remarks == [
                "the relay dead.isp.test takes no mail from here: it does not answer (no SYN-ACK) on ports 25 and 587",
                "the relay gone.isp.test has no address that could be tried",
            ]
        )
        #expect(scene.actions.contains(.useRelayhost))
    }

    @Test(
        "whoever names a relay reads what became of it",
        arguments: [
            AdviceRow<[String]>(
                "of no use, while the mail host is down",
                [
                    "the relay relay.isp.test takes no mail from here: it does not answer (no SYN-ACK) on port 587"
                ]
            ) {
                $0.verdict = .unreachable
                $0.egress = []
                try $0.egress(.open)
                try $0.relay("relay.isp.test", [relay(587, outcome: .timeout)])
            },
            AdviceRow<[String]>(
                "of use, while the mail host is down",
                [
                    "the relay relay.isp.test takes the domain's mail on port 587 without a login, but no mail host answers, and it would find them no better"
                ]
            ) {
                $0.verdict = .unreachable
                $0.egress = []
                try $0.egress(.open)
                try $0.relay("relay.isp.test", [relay(587)])
            },
            AdviceRow<[String]>(
                "this machine's own firewall",
                [
                    "the relay relay.isp.test answers on port 587 and takes mail with a login, but what stops port 25 is this machine's own firewall"
                ]
            ) {
                $0.egress = []
                try $0.egress(.locallyBlocked)
                try $0.relay("relay.isp.test", [relay(587, .loginRequired)])
            },
            AdviceRow<[String]>(
                "the second best",
                [
                    "the relay a.isp.test answers on port 587 and takes mail with a login, but another one serves better"
                ]
            ) {
                try $0.relay("a.isp.test", [relay(587, .loginRequired)])
                try $0.relay("b.isp.test", [relay(587)])
            },
            AdviceRow<[String]>(
                "not tried, because mail flows",
                [
                    "the relay relay.isp.test was not tried: mail gets through without it"
                ]
            ) {
                $0.verdict = .healthy
                $0.egress = []
                $0.context.askedRelays = [try AdviceScene.name("relay.isp.test")]
            },
            AdviceRow<[String]>(
                "not tried, because nothing is known",
                [
                    "the relay relay.isp.test was not tried: DNS does not tell where the mail goes"
                ]
            ) {
                $0.verdict = .dnsFailure
                $0.egress = []
                $0.context.askedRelays = [try AdviceScene.name("relay.isp.test")]
            },
            // Near misses.
            AdviceRow<[String]>("recommended", []) {
                try $0.relay("relay.isp.test", [relay(587)])
                $0.context.askedRelays = [try AdviceScene.name("relay.isp.test")]
            },
            AdviceRow<[String]>("the provider's, which nobody asked for", []) {
                try $0.relay("relay.isp.test", [relay(587, outcome: .timeout)])
                $0.context.relays[0].origin = .provider("ISP")
            },
            AdviceRow<[String]>("the configuration's, which mail does not need", []) {
                $0.verdict = .healthy
                $0.egress = []
            },
        ]
    )
    func remarks(_ row: AdviceRow<[String]>) throws {
        let reasons = try AdviceScene.blocked(row.change).advice
            .filter { $0.action == .none && $0.reason.contains("relay") }.map(\.reason)
        #expect(reasons == row.expected)
    }
}
