import Diagnosis
import ProbeModel
import Testing

/// A situation and the verdict that it must get.
struct VerdictCase: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let verdict: Verdict
    let observation: @Sendable () throws -> DomainObservation

    init(
        _ title: String,
        _ verdict: Verdict,
        _ observation: @escaping @Sendable () throws -> DomainObservation
    ) {
        testDescription = title
        self.verdict = verdict
        self.observation = observation
    }
}

@Suite("Verdict of a domain, by what was seen of it alone")
struct VerdictTests {
    static let mail = "mail.domain1.test"
    static let v4 = "20.0.0.1"
    static let v6 = "2a00::1"

    @Test(
        arguments: [
            // Port 25 of every address answers.
            VerdictCase("one host, both families", .healthy) {
                try observation([host(mail, [v4, v6])], [probe(v4, .ready), probe(v6, .ready)])
            },
            VerdictCase("implicit MX", .healthy) {
                try observation(
                    [host("domain1.test", [v4], preference: 0)],
                    [probe(v4, .ready)],
                    source: .implicit
                )
            },
            VerdictCase("greylisting on the acceptance check is healthy", .healthy) {
                try observation(
                    [host(mail, [v4])],
                    [probe(v4, .ready) { $0.acceptance = .deferred }]
                )
            },
            VerdictCase("an unverifiable certificate is healthy: TLS is opportunistic", .healthy) {
                try observation(
                    [host(mail, [v4])],
                    [probe(v4, .ready) { $0.tls = VerdictTests.unverified($0.tls) }]
                )
            },
            VerdictCase("a family that this machine lacks is nobody's fault", .healthy) {
                try observation([host(mail, [v4, v6])], [probe(v4, .ready)]) {
                    $0.usableFamilies = [.ipv4]
                }
            },
            VerdictCase("hosts at or behind this machine do not count", .healthy) {
                var own = try host("backup.domain1.test", ["20.0.0.9"], preference: 20)
                own.isSelf = true
                return try observation([host(mail, [v4]), own], [probe(v4, .ready)])
            },
            // Some of it answers.
            VerdictCase("the second host is silent", .degraded) {
                try observation(
                    [host(mail, [v4]), host("b.domain1.test", ["20.0.0.2"], preference: 20)],
                    [probe(v4, .ready), probe("20.0.0.2", .timeout)]
                )
            },
            VerdictCase("IPv6 is silent", .degraded) {
                try observation([host(mail, [v4, v6])], [probe(v4, .ready), probe(v6, .timeout)])
            },
            VerdictCase("no STARTTLS", .degraded) {
                try observation(
                    [host(mail, [v4])],
                    [probe(v4, .ready) { $0.startTLS = .notOffered }]
                )
            },
            VerdictCase("a second MX host does not exist", .degraded) {
                try observation(
                    [host(mail, [v4]), host("gone.domain1.test", [], status: .nxdomain)],
                    [probe(v4, .ready)]
                )
            },
            // Nothing on 25, another port answers.
            VerdictCase("25 silent, 2525 takes the domain", .filtered) {
                try observation(
                    [host(mail, [v4])],
                    [probe(v4, .timeout), probe(v4, 2525, .ready) { $0.acceptance = .accepted }]
                )
            },
            VerdictCase("25 refused, only a login port answers", .filtered) {
                try observation(
                    [host(mail, [v4])],
                    [
                        probe(v4, .refused),
                        probe(v4, 587, .ready) { $0.acceptance = .loginRequired },
                    ]
                )
            },
            // Nothing anywhere.
            VerdictCase("all ports silent", .unreachable) {
                try observation(
                    [host(mail, [v4])],
                    [probe(v4, .timeout), probe(v4, 2525, .timeout)]
                )
            },
            VerdictCase("25 speaks SSH", .unreachable) {
                try observation([host(mail, [v4])], [probe(v4, .notSMTP)])
            },
            VerdictCase("25 is mute", .unreachable) {
                try observation([host(mail, [v4])], [probe(v4, .silent)])
            },
            // SMTP answers and refuses.
            VerdictCase("greeted with 554", .rejected) {
                try observation(
                    [host(mail, [v4])],
                    [probe(v4, .rejected) { $0.reply = try reply(554, "no service") }]
                )
            },
            VerdictCase("ready, and the domain refused", .rejected) {
                try observation(
                    [host(mail, [v4])],
                    [
                        probe(v4, .ready) {
                            $0.acceptance = .refused
                            $0.acceptanceReply = try reply(554, "5.7.1 relay access denied")
                        }
                    ]
                )
            },
            // "Not now" is neither an outage nor proof of health.
            VerdictCase("greeted with 421", .inconclusive) {
                try observation(
                    [host(mail, [v4])],
                    [probe(v4, .deferred) { $0.reply = try reply(421, "too many connections") }]
                )
            },
            // This machine cannot tell.
            VerdictCase("only IPv6, which this machine lacks", .inconclusive) {
                try observation([host(mail, [v6])]) { $0.usableFamilies = [.ipv4] }
            },
            VerdictCase("port 25 was not to be tried", .inconclusive) {
                try observation([host(mail, [v4])], [probe(v4, 2525, .ready)])
            },
            VerdictCase("port 25 was not to be tried, and the rest is silent", .inconclusive) {
                try observation([host(mail, [v4])], [probe(v4, 2525, .timeout)])
            },
            VerdictCase("no route", .inconclusive) {
                try observation([host(mail, [v4])], [probe(v4, .noRoute)])
            },
            VerdictCase("denied by the own firewall", .inconclusive) {
                try observation([host(mail, [v4])], [probe(v4, .deniedLocally)])
            },
            VerdictCase("cut short", .inconclusive) {
                try observation([host(mail, [v4])], [probe(v4, .interrupted)]) {
                    $0.isInterrupted = true
                }
            },
            VerdictCase("this machine is the best host", .inconclusive) {
                var own = try host(mail, [v4])
                own.isSelf = true
                return try observation([own])
            },
            // DNS decides.
            VerdictCase("null MX", .noMail) { try observation([], source: .null) },
            VerdictCase("no such domain", .misconfigured) {
                try observation([], source: .none, mxStatus: .nxdomain)
            },
            VerdictCase("broken signature", .misconfigured) {
                try observation([], source: .none, mxStatus: .bogus)
            },
            VerdictCase("neither MX nor address", .misconfigured) {
                try observation([], source: .none, mxStatus: .noData)
            },
            VerdictCase("dangling MX", .misconfigured) {
                try observation([host("gone.domain1.test", [], status: .nxdomain)])
            },
            VerdictCase("MX host without address", .misconfigured) {
                try observation([host("bare.domain1.test", [])])
            },
            VerdictCase("only a loopback address", .misconfigured) {
                try observation([host(mail, ["127.0.0.1"])])
            },
            VerdictCase("resolver fails", .dnsFailure) {
                try observation([], source: .none, mxStatus: .servfail)
            },
            VerdictCase("resolver silent", .dnsFailure) {
                try observation([], source: .none, mxStatus: .timeout)
            },
            VerdictCase("host addresses not to be had", .dnsFailure) {
                try observation([host(mail, [], status: .servfail)])
            },
            VerdictCase("run ended during DNS", .inconclusive) {
                try observation([], source: .none, mxStatus: .interrupted)
            },
        ]
    )
    func verdict(_ row: VerdictCase) throws {
        let diagnosis = DomainDiagnoser.diagnose(try row.observation())
        #expect(diagnosis.verdict == row.verdict, "\(diagnosis.summary)")
        #expect(!diagnosis.summary.isEmpty)
        #expect(diagnosis.severity == row.verdict.severity)
    }

    @Test("a benchmark address counts only where the user accepts the range")
    func allowedRange() throws {
        let seen = try observation(
            [host(Self.mail, ["198.18.3.10"])],
            [probe("198.18.3.10", .ready)]
        )
        #expect(DomainDiagnoser.diagnose(seen).verdict == .misconfigured)
        var allowed = seen
        allowed.allowedSpecialPurpose = [try #require(IPNetwork("198.18.0.0/15"))]
        #expect(DomainDiagnoser.diagnose(allowed).verdict == .healthy)
    }

    @Test("what was left out on purpose is not told as a failure")
    func leftOut() throws {
        let untried = try observation([host(Self.mail, [Self.v4])], [probe(Self.v4, 2525, .ready)])
        let summary = DomainDiagnoser.diagnose(untried).summary
        #expect(summary == "port 25 of the mail hosts was not tried, port 2525 answers")
        for (omitted, word) in [(Set<AddressFamily>([.ipv6]), "left out"), ([], "no IPv6")] {
            let seen = try observation(
                [host(Self.mail, [Self.v4, Self.v6])],
                [probe(Self.v4, .ready)]
            ) {
                $0.usableFamilies = [.ipv4]
                $0.omittedFamilies = omitted
            }
            let finding = DomainDiagnoser.diagnose(seen).findings.first
            #expect(finding?.id == .familyUnavailable)
            #expect(finding?.message.contains(word) == true)
        }
    }

    @Test("a family that does not work is named", arguments: AddressFamily.allCases)
    func namedFamily(_ family: AddressFamily) throws {
        let (dead, alive) = family == .ipv4 ? (Self.v4, Self.v6) : (Self.v6, Self.v4)
        let seen = try observation(
            [host(Self.mail, [Self.v4, Self.v6])],
            [probe(dead, .timeout), probe(alive, .ready)]
        )
        let blocked = EgressReport(family: family, verdict: .blocked, method: .drop)
        let summary = DomainDiagnoser.diagnose(seen, egress: [blocked]).summary
        let name = family == .ipv4 ? "IPv4" : "IPv6"
        #expect(summary.contains("port 25 does not work over \(name)"))
    }

    @Test("every outcome on 25 gets a verdict and never a trap", arguments: Outcome.allCases)
    func everyOutcome(_ outcome: Outcome) throws {
        let seen = try observation([host(Self.mail, [Self.v4])], [probe(Self.v4, outcome)])
        let diagnosis = DomainDiagnoser.diagnose(seen)
        #expect((diagnosis.verdict == .healthy) == (outcome == .ready))
    }

    static func unverified(_ tls: TLSObservation?) -> TLSObservation? {
        tls.map {
            TLSObservation(
                version: $0.version,
                cipher: $0.cipher,
                verified: false,
                error: "self-signed certificate",
                names: $0.names,
                notAfter: $0.notAfter,
                dane: nil
            )
        }
    }
}
