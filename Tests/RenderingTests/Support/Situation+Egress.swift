import ProbeModel
import Rendering

extension Situation {
    /// Port 25 out of this machine is stopped.
    static func stopped() throws -> [Situation] {
        [
            try blocked(), try blockedBoth(), try reset(), try prohibited(), try intercepted(),
            try proxied(), try locallyBlocked(), try oneFamily(), try longPath(), try shared(),
        ]
    }

    static let silent =
        "3 of 3 controls of 3 operators are silent on port 25 and answer on port 587 at the same "
        + "addresses"
    private static let loss =
        "135 SYNs to port 25 stayed unanswered and 63 to reference ports did not; loss alone "
        + "explains that less than once in 10^53"

    /// The report of a family that drops port 25 after the first router.
    static func dropReport(_ line: Build.Line) throws -> EgressReport {
        EgressReport(
            family: line.family,
            verdict: .blocked,
            method: .drop,
            confidence: .conclusive,
            blockedAt: try Build.gateway(line),
            controls: try Build.controls(line.family, smtp: { try Build.timeout($0) }),
            traces: [try Build.traces(line, passing: 1, then: .silence)],
            evidence: [
                Evidence(.controlsFail, silent), Evidence(.lossExplains, loss),
                Evidence(
                    .traceStops,
                    "port 25 is stopped at or just after hop 1, gw.isp.test "
                        + "(\(line.routers[0] ?? ""))"
                ),
            ]
        )
    }

    private static func dropFindings(_ families: [AddressFamily]) throws -> [Finding] {
        families.map { Build.stopped($0 == .ipv4 ? "IPv4" : "IPv6", .blocked, silent) }
            + (try Build.failures(families, "does not answer (no SYN-ACK)"))
    }

    /// One family, all there is.
    private static func blocked() throws -> Situation {
        let diagnosis = DomainDiagnosis(
            observation: try Build.observation([.ipv4], smtp: { try Build.timeout($0) }),
            verdict: .blocked,
            summary: "port 25 out of this machine is dropped on the way (IPv4), at or just after "
                + "hop 1, gw.isp.test",
            route: Route(
                source: .transport,
                pattern: "domain1.test",
                result: "smtp:mail.domain1.test"
            ),
            findings: try dropFindings([.ipv4]),
            recommendations: [
                SampleAdvice.transport,
                SampleAdvice.unblock(
                    "port 25 is dropped over IPv4 at or just after hop 1, gw.isp.test "
                        + "(198.51.100.1)"
                ),
            ]
        )
        let unavailable = EgressReport(
            family: .ipv6,
            verdict: .unavailable,
            evidence: [
                Evidence(.noAddress, "this machine has no IPv6 address that leads outside")
            ]
        )
        return Situation(
            name: "blocked",
            report: Build.report(
                [diagnosis],
                egress: [try dropReport(Build.line(.ipv4)), unavailable]
            )
        )
    }

    private static func blockedDiagnosis(_ domain: String) throws -> DomainDiagnosis {
        DomainDiagnosis(
            observation: try Build.observation(domain: domain, smtp: { try Build.timeout($0) }),
            verdict: .blocked,
            summary: "port 25 out of this machine is dropped on the way (IPv4, IPv6), at or just "
                + "after hop 1, gw.isp.test",
            findings: try dropFindings(AddressFamily.allCases),
            recommendations: [
                SampleAdvice.transport,
                SampleAdvice.unblock(
                    "port 25 is dropped over IPv4 at or just after hop 1, gw.isp.test "
                        + "(198.51.100.1); port 25 is dropped over IPv6 at or just after hop 1, "
                        + "gw.isp.test (2001:db8:1::1)"
                ),
            ]
        )
    }

    private static func blockedBoth() throws -> Situation {
        Situation(
            name: "blocked-both",
            report: Build.report(
                [try blockedDiagnosis("domain1.test")],
                egress: try AddressFamily.allCases.map { try dropReport(Build.line($0)) }
            )
        )
    }

    /// Two domains whose mail waits for one reason, and one that is not concerned.
    private static func shared() throws -> Situation {
        let others = try [noMail()].flatMap(\.report.domains)
        return Situation(
            name: "blocked-domains",
            report: Build.report(
                try ["domain1.test", "domain2.test"].map { try blockedDiagnosis($0) } + others,
                egress: try AddressFamily.allCases.map { try dropReport(Build.line($0)) }
            )
        )
    }

    private static func oneFamily() throws -> Situation {
        let open = EgressReport(
            family: .ipv6,
            verdict: .open,
            confidence: .conclusive,
            evidence: [
                Evidence(
                    .mailHostAnswers,
                    "mail.domain1.test (2001:db8::11) answers on port 25 with a verified "
                        + "certificate"
                )
            ]
        )
        let diagnosis = DomainDiagnosis(
            observation: try Build.observation(smtp: { address in
                address.contains(":")
                    ? try Build.ready(address) : try Build.timeout(address)
            }),
            verdict: .degraded,
            summary: "mail can flow, but this machine's port 25 does not work over IPv4, and "
                + "2 more",
            findings: try dropFindings([.ipv4]) + [
                Finding(
                    .familyFails,
                    .warning,
                    subject: "IPv4",
                    message: "no address answers on port 25 over IPv4, while IPv6 works"
                )
            ],
            recommendations: [
                Recommendation(
                    action: .preferAddressFamily,
                    reason: "port 25 is dropped over IPv4 at or just after hop 1, gw.isp.test "
                        + "(198.51.100.1), and IPv6 is open: Postfix gets through by itself, after "
                        + "up to smtp_connect_timeout (30 s) per silent address, and sooner when "
                        + "it tries IPv6 first",
                    snippets: [
                        Snippet(
                            "try IPv6 first",
                            "postconf -e 'smtp_address_preference = ipv6'\npostfix reload"
                        )
                    ]
                )
            ]
        )
        return Situation(
            name: "blocked-one-family",
            report: Build.report(
                [diagnosis],
                egress: [try dropReport(Build.line(.ipv4)), open]
            )
        )
    }

    /// A dozen routers, some of them silent, and nobody to blame by name; likely, not certain.
    private static func longPath() throws -> Situation {
        var line = Build.line(.ipv4)
        line.routers = [
            "198.51.100.1", nil, "198.51.100.17", nil, nil, "198.51.100.41", "198.51.100.45",
            "198.51.100.49", "198.51.100.53", "198.51.100.57", "198.51.100.61",
        ]
        var report = try dropReport(line)
        report.traces = [try Build.traces(line, passing: 3, then: .silence)]
        report.blockedAt = try Build.hop(3, line, nil)
        report.confidence = .likely
        report.evidence = [
            Evidence(.controlsFail, silent),
            Evidence(
                .lossExplains,
                "9 SYNs to port 25 stayed unanswered and 5 to reference ports did not; loss alone "
                    + "explains that less than once in 10^4"
            ),
        ]
        let diagnosis = DomainDiagnosis(
            observation: try Build.observation(
                [.ipv4],
                smtp: { try Build.timeout($0) },
                alternates: false
            ),
            verdict: .blocked,
            summary: "port 25 out of this machine is dropped on the way (IPv4), at or just after "
                + "hop 3, 198.51.100.17",
            findings: try dropFindings([.ipv4]),
            recommendations: [
                SampleAdvice.openPort,
                SampleAdvice.unblock(
                    "port 25 is dropped over IPv4 at or just after hop 3, 198.51.100.17"
                ),
            ]
        )
        return Situation(
            name: "blocked-long-path",
            report: Build.report([diagnosis], egress: [report])
        )
    }
}
