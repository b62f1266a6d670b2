import ProbeModel
import Testing

@testable import Diagnosis

/// What a route must be judged as.
struct RouteExpectation: Equatable, Sendable {
    let verdict: Verdict
    let severity: Severity

    init(_ verdict: Verdict, _ severity: Severity? = nil) {
        self.verdict = verdict
        self.severity = severity ?? verdict.severity
    }
}

@Suite("Verdict of a domain by the route that Postfix would take")
struct RouteVerdictTests {
    typealias Row = AdviceRow<RouteExpectation>

    private func check(_ row: Row, smtp: Outcome) throws {
        let diagnosis = try AdviceScene.routed(smtp: smtp, row.change).diagnosed
        let found = RouteExpectation(diagnosis.verdict, diagnosis.severity)
        #expect(found == row.expected, "\(diagnosis.summary) \(diagnosis.findings)")
        #expect(!diagnosis.summary.isEmpty)
    }

    @Test(
        "while port 25 of the mail host works",
        arguments: [
            Row("no Postfix", .init(.healthy)) { _ in },
            Row("entry for port 25 of the MX host", .init(.healthy)) {
                $0.entry("smtp:mail.domain1.test")
                try $0.hop("mail.domain1.test")
            },
            Row("the administrator's alternate", .init(.healthy)) {
                $0.entry("smtp:mail.domain1.test:2525")
                try $0.hop("mail.domain1.test:2525")
            },
            Row("a relayhost", .init(.healthy)) {
                $0.relayhost("[relay.test]:587")
                try $0.hop("[relay.test]:587", at: AdviceScene.relay4, acceptance: .loginRequired)
            },
            Row("an entry with a login that nobody proved", .init(.degraded)) {
                $0.entry("smtp:[mail.domain1.test]:587")
                try $0.hop("[mail.domain1.test]:587", acceptance: .loginRequired)
            },
            Row("greylisted on the route", .init(.healthy)) {
                $0.entry("smtp:[mail.domain1.test]:2525")
                try $0.hop("[mail.domain1.test]:2525", acceptance: .deferred)
            },
            Row("diverted by mxprobe", .init(.diverted, .warning)) {
                $0.entry("smtp:mail.domain1.test:2525", divertedFrom: "smtp:mail.domain1.test")
                try $0.hop("mail.domain1.test:2525")
            },
            Row("diverted by mxprobe with a list", .init(.diverted, .warning)) {
                $0.entry(
                    "smtp:[mail.domain1.test]:25, [mail.domain1.test]:2525",
                    divertedFrom: .some(nil)
                )
                try $0.hop("[mail.domain1.test]:25")
                try $0.hop("[mail.domain1.test]:2525")
            },
            // The route fails, and is to blame.
            Row("the alternate has died", .init(.unreachable)) {
                $0.entry("smtp:mail.domain1.test:2525", divertedFrom: "smtp:mail.domain1.test")
                try $0.hop("mail.domain1.test:2525", .timeout)
            },
            Row("the administrator's alternate has died", .init(.unreachable)) {
                $0.entry("smtp:mail.domain1.test:2525")
                try $0.hop("mail.domain1.test:2525", .refused)
            },
            Row("the relayhost is dead", .init(.unreachable)) {
                $0.relayhost("[relay.test]")
                try $0.hop("[relay.test]", .timeout, at: AdviceScene.relay4)
            },
            Row("the entry names a dead second MX host", .init(.unreachable)) {
                $0.entry("smtp:[mx2.domain1.test]")
                try $0.host("mx2.domain1.test", ["203.0.113.12"], preference: 20)
                try $0.probe("203.0.113.12", 25, .timeout)
                try $0.hop("[mx2.domain1.test]", .timeout, at: "203.0.113.12")
            },
            Row("the route refuses the domain", .init(.rejected)) {
                $0.entry("smtp:[relay.test]:2525")
                try $0.hop("[relay.test]:2525", at: AdviceScene.relay4, acceptance: .refused)
            },
            Row("the alternate that mxprobe chose wants a login now", .init(.rejected)) {
                $0.entry("smtp:[mail.domain1.test]:587", divertedFrom: .some(nil))
                try $0.hop("[mail.domain1.test]:587", acceptance: .loginRequired)
            },
            Row("the route says not now", .init(.inconclusive)) {
                $0.entry("smtp:[relay.test]:2525")
                try $0.hop("[relay.test]:2525", .deferred, at: AdviceScene.relay4)
            },
            Row("the run ended too soon", .init(.inconclusive)) {
                $0.entry("smtp:[relay.test]:2525")
                try $0.hop("[relay.test]:2525", .interrupted, at: AdviceScene.relay4)
            },
            Row("a nexthop that does not exist", .init(.misconfigured)) {
                $0.entry("smtp:[gone.test]")
                try $0.hop("[gone.test]", nil) {
                    $0.resolution = try AdviceScene.unresolved("gone.test", .nxdomain)
                }
            },
            Row("a nexthop that cannot be looked up", .init(.dnsFailure)) {
                $0.entry("smtp:[gone.test]")
                try $0.hop("[gone.test]", nil) {
                    $0.resolution = try AdviceScene.unresolved("gone.test", .servfail)
                }
            },
            Row("a nexthop that is this machine", .init(.misconfigured)) {
                $0.entry("smtp:[backup.test]")
                try $0.hop("[backup.test]", nil) { $0.isSelf = true }
            },
            Row("a filter on this machine", .init(.healthy)) {
                $0.entry("smtp:[127.0.0.1]:10025")
                try $0.hop("[127.0.0.1]:10025", acceptance: .notTested)
            },
            // Not by SMTP.
            Row("error:", .init(.misconfigured)) {
                $0.route = Route(
                    source: .transport,
                    result: "error:gone",
                    delivery: .returned("gone")
                )
            },
            Row("retry:", .init(.misconfigured)) {
                $0.route = Route(source: .transport, result: "retry:", delivery: .deferred(""))
            },
            Row("lmtp", .init(.healthy)) {
                $0.route = Route(source: .transport, delivery: .other(transport: "lmtp"))
            },
            Row("unknown", .init(.healthy)) {
                $0.route = Route(source: .mx, delivery: .unknown("no postconf"))
            },
            Row("a route that nobody tried", .init(.healthy)) {
                $0.entry("smtp:[relay.test]:2525")
            },
        ]
    )
    func open(_ row: Row) throws { try check(row, smtp: .ready) }

    @Test(
        "while port 25 of the mail host does not answer",
        arguments: [
            Row("no Postfix", .init(.unreachable)) { _ in },
            Row("the administrator's alternate", .init(.diverted, .ok)) {
                $0.entry("smtp:mail.domain1.test:2525")
                try $0.hop("mail.domain1.test:2525")
            },
            Row("a relayhost", .init(.diverted, .ok)) {
                $0.relayhost("[relay.test]:587")
                try $0.hop("[relay.test]:587", at: AdviceScene.relay4, acceptance: .loginRequired)
            },
            Row("a relayhost that refuses strangers and knows logins", .init(.diverted, .ok)) {
                $0.relayhost("[relay.test]:587")
                try $0.hop("[relay.test]:587", at: AdviceScene.relay4, acceptance: .refused) {
                    $0.probes[0].capabilities = Capabilities([Capability(keyword: "AUTH")])
                }
            },
            Row("an entry with a login that nobody proved", .init(.diverted, .warning)) {
                $0.entry("smtp:[mail.domain1.test]:587")
                try $0.hop("[mail.domain1.test]:587", acceptance: .loginRequired)
            },
            Row("diverted by mxprobe", .init(.diverted, .warning)) {
                $0.entry("smtp:mail.domain1.test:2525", divertedFrom: "smtp:mail.domain1.test")
                try $0.hop("mail.domain1.test:2525")
            },
            Row("a list whose second nexthop works", .init(.diverted, .ok)) {
                $0.entry("smtp:[mail.domain1.test]:25, [mail.domain1.test]:2525")
                try $0.hop("[mail.domain1.test]:25", .timeout)
                try $0.hop("[mail.domain1.test]:2525")
            },
            Row("the entry for port 25", .init(.unreachable)) {
                $0.entry("smtp:mail.domain1.test")
                try $0.hop("mail.domain1.test", .timeout)
            },
            Row("the alternate is dead too", .init(.unreachable)) {
                $0.entry("smtp:mail.domain1.test:2525", divertedFrom: "smtp:mail.domain1.test")
                try $0.hop("mail.domain1.test:2525", .timeout)
            },
            Row("the alternate is dead, another answers", .init(.filtered)) {
                $0.entry("smtp:mail.domain1.test:2525")
                try $0.hop("mail.domain1.test:2525", .timeout)
                try $0.alternate(587)
            },
            Row("blocked, and diverted", .init(.diverted, .ok)) {
                $0.entry("smtp:mail.domain1.test:2525")
                try $0.hop("mail.domain1.test:2525")
                try $0.egress(.blocked, method: .drop)
            },
            Row("blocked, and the alternate is dead", .init(.blocked)) {
                $0.entry("smtp:mail.domain1.test:2525")
                try $0.hop("mail.domain1.test:2525", .timeout)
                try $0.egress(.blocked, method: .drop)
            },
            Row("blocked, and the relayhost's 25 too", .init(.blocked)) {
                $0.relayhost("[relay.test]")
                try $0.hop("[relay.test]", .timeout, at: AdviceScene.relay4)
                try $0.egress(.blocked, method: .drop)
            },
            Row("it could not be told who is to blame", .init(.inconclusive)) {
                $0.entry("smtp:mail.domain1.test:2525")
                try $0.hop("mail.domain1.test:2525", .timeout)
                try $0.egress(.inconclusive)
            },
            Row("lmtp", .init(.inconclusive)) {
                $0.route = Route(source: .transport, delivery: .other(transport: "lmtp"))
            },
            Row("unknown", .init(.unreachable)) {
                $0.route = Route(source: .mx, delivery: .unknown("no postconf"))
            },
        ]
    )
    func closed(_ row: Row) throws { try check(row, smtp: .timeout) }

    @Test(
        "where port 25 of the mail hosts says nothing clear",
        arguments: [
            Row(
                "throttled: nothing is restored, the entry is as before",
                .init(.diverted, .warning)
            ) {
                $0.entry("smtp:[mail.domain1.test]:2525", divertedFrom: .some(nil))
                try $0.hop("[mail.domain1.test]:2525")
                try $0.egress(.throttled)
            },
            Row("the user that runs Postfix gets out", .init(.healthy)) {
                $0.entry("smtp:[mail.domain1.test]")
                try $0.mailHost(.ready)
                try $0.hop("[mail.domain1.test]")
                try $0.egress(.open, evidence: [Evidence(.mailOwnerPasses, "passes")])
            },
            Row("a device answers there in the host's place", .init(.diverted, .ok)) {
                $0.entry("smtp:[mail.domain1.test]:2525")
                try $0.hop("[mail.domain1.test]:2525")
                try $0.egress(.intercepted)
            },
            Row("and in that of the route", .init(.blocked)) {
                $0.entry("smtp:[mail.domain1.test]")
                try $0.hop("[mail.domain1.test]")
                try $0.egress(.intercepted)
            },
            Row("not now on 25, ready on the route", .init(.degraded)) {
                $0.entry("smtp:[mail.domain1.test]:2525")
                try $0.mailHost(.deferred)
                try $0.hop("[mail.domain1.test]:2525")
            },
            Row("refused on 25, ready on the route", .init(.diverted, .ok)) {
                $0.entry("smtp:[mail.domain1.test]:2525")
                try $0.mailHost(.rejected)
                try $0.hop("[mail.domain1.test]:2525")
            },
            Row("this machine is the only MX host, the route works", .init(.healthy)) {
                $0.hosts = []
                $0.probes = []
                try $0.host("backup.test", [AdviceScene.own4], isSelf: true)
                $0.entry("smtp:[inner.test]")
                try $0.hop("[inner.test]", at: AdviceScene.relay4)
            },
            Row("this machine is the only MX host, the route fails", .init(.unreachable)) {
                $0.hosts = []
                $0.probes = []
                try $0.host("backup.test", [AdviceScene.own4], isSelf: true)
                $0.entry("smtp:[inner.test]")
                try $0.hop("[inner.test]", .refused, at: AdviceScene.relay4)
            },
            Row("this machine is the only MX host, and its 25 blocked", .init(.blocked)) {
                $0.hosts = []
                $0.probes = []
                try $0.host("backup.test", [AdviceScene.own4], isSelf: true)
                $0.entry("smtp:[inner.test]")
                try $0.hop("[inner.test]", .timeout, at: AdviceScene.relay4)
                try $0.egress(.blocked, method: .drop)
            },
            Row("a neighbour that is down is not the provider's fault", .init(.unreachable)) {
                $0.hosts = []
                $0.probes = []
                try $0.host("backup.test", [AdviceScene.own4], isSelf: true)
                $0.entry("smtp:[inner.test]")
                try $0.hop("[inner.test]", .timeout, at: "192.168.1.5")
                try $0.egress(.blocked, method: .drop)
            },
            Row("the domain's DNS fails, the route works", .init(.degraded)) {
                $0.hosts = []
                $0.probes = []
                $0.source = .none
                $0.mxLookup = try AdviceScene.unresolved("domain1.test", .servfail).mxLookup
                $0.entry("smtp:[inner.test]")
                try $0.hop("[inner.test]", at: AdviceScene.relay4)
            },
            Row("null MX", .init(.noMail)) {
                $0.hosts = []
                $0.probes = []
                $0.source = .null
                $0.entry("smtp:[inner.test]")
                try $0.hop("[inner.test]", at: AdviceScene.relay4)
            },
        ]
    )
    func unclear(_ row: Row) throws { try check(row, smtp: .ready) }

    @Test func theSentenceNamesTheRoute() throws {
        let dead = try AdviceScene.routed {
            $0.entry("smtp:mail.domain1.test:2525")
            try $0.hop("mail.domain1.test:2525", .refused)
        }
        #expect(
            dead.diagnosed.summary
                == "Postfix's route mail.domain1.test:2525 refuses the connection (TCP reset), "
                + "although port 25 of the mail hosts answers"
        )
        let returned = try AdviceScene.routed {
            $0.entry("error:5.1.1 moved\u{1b}[2J")
            $0.route.delivery = .returned("moved")
        }
        #expect(
            returned.diagnosed.summary
                == "the transport entry domain1.test error:5.1.1 moved\\x1b[2J (/etc/postfix/transport "
                + "line 3) returns the domain's mail to its sender"
        )
        let missing = try AdviceScene.routed {
            $0.entry("relay2:[inner.test]")
            $0.route.delivery = .deferred("master.cf has no service relay2")
        }
        #expect(missing.diagnosed.summary.hasSuffix("waiting: master.cf has no service relay2"))
        #expect(missing.diagnosed.recommendations.first?.reason.hasPrefix("mend the") == true)
        let blocked = try AdviceScene.routed(smtp: .timeout) {
            $0.entry("smtp:mail.domain1.test:2525")
            try $0.hop("mail.domain1.test:2525")
            try $0.egress(.blocked, method: .drop)
        }
        #expect(
            blocked.diagnosed.summary
                == "mail flows over port 2525 of mail.domain1.test, because port 25 out of this machine "
                + "is dropped on the way (IPv4)"
        )
    }

    @Test("every outcome of a route gets a verdict and never a trap", arguments: Outcome.allCases)
    func everyOutcome(_ outcome: Outcome) throws {
        for smtp in Outcome.allCases {
            let diagnosis = try AdviceScene.routed(smtp: smtp) {
                $0.entry("smtp:[mail.domain1.test]:2525")
                try $0.hop("[mail.domain1.test]:2525", outcome)
            }.diagnosed
            #expect((diagnosis.verdict == .diverted) == (outcome == .ready && smtp.isClosed))
            if diagnosis.severity == .ok { #expect(outcome == .ready) }
        }
    }
}

extension Outcome {
    /// Whether mail does not get through there, for sure.
    fileprivate var isClosed: Bool { ![.ready, .deferred, .interrupted].contains(self) }
}
