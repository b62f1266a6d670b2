import ProbeModel
import Rendering

extension Situation {
    private static let both = AddressFamily.allCases

    /// A report with a trace that ends early, and a domain that is blocked by it, in both families.
    private static func blocked(
        _ name: String,
        summary: String,
        smtp: (String) throws -> ProbeObservation,
        recommendations: [Recommendation],
        report: (Build.Line) throws -> EgressReport
    ) throws -> Situation {
        let reports = try both.map { try report(Build.line($0)) }
        let findings = reports.map {
            Build.stopped(
                $0.family == .ipv4 ? "IPv4" : "IPv6",
                $0.verdict,
                $0.evidence.first?.message ?? ""
            )
        }
        let diagnosis = DomainDiagnosis(
            observation: try Build.observation(smtp: smtp),
            verdict: .blocked,
            summary: summary,
            findings: findings,
            recommendations: recommendations
        )
        return Situation(name: name, report: Build.report([diagnosis], egress: reports))
    }

    /// A reset from the second router: it comes back at the third hop.
    static func reset() throws -> Situation {
        func refused(_ address: String) throws -> ProbeObservation {
            try Build.failed(address, 25, .refused, error: (111, "ECONNREFUSED"))
        }
        return try blocked(
            "reset",
            summary: "port 25 out of this machine is reset on the way (IPv4, IPv6), at or just "
                + "after hop 2, core1.transit.test",
            smtp: refused,
            recommendations: [SampleAdvice.transport, SampleAdvice.unblock("port 25 is reset")],
            report: { line in
                EgressReport(
                    family: line.family,
                    verdict: .blocked,
                    method: .reset,
                    confidence: .conclusive,
                    blockedAt: try Build.hop(2, line, "core1.transit.test"),
                    controls: try Build.controls(line.family, smtp: refused),
                    traces: [try Build.traces(line, passing: 2, then: .reset)],
                    evidence: [
                        Evidence(
                            .controlsFail,
                            "3 of 3 controls of 3 operators reset port 25 and answer on port 587 at "
                                + "the same addresses"
                        )
                    ]
                )
            }
        )
    }

    /// An ICMP error from the first router, in answer to SYNs that would go farther.
    static func prohibited() throws -> Situation {
        func refused(_ address: String) throws -> ProbeObservation {
            let isIPv4 = !address.contains(":")
            return try Build.failed(
                address,
                25,
                .prohibited,
                error: (113, "EHOSTUNREACH"),
                icmp: isIPv4 ? (3, 13, "198.51.100.1") : (1, 1, "2001:db8:1::1")
            )
        }
        return try blocked(
            "prohibited",
            summary: "port 25 out of this machine is refused on the way, by ICMP (IPv4, IPv6), at "
                + "or just after hop 1, gw.isp.test",
            smtp: refused,
            recommendations: [SampleAdvice.transport, SampleAdvice.unblock("port 25 is refused")],
            report: { line in
                let isIPv4 = line.family == .ipv4
                let end = Build.End.icmp(
                    type: isIPv4 ? 3 : 1,
                    code: isIPv4 ? 13 : 1,
                    sender: line.routers[0] ?? ""
                )
                return EgressReport(
                    family: line.family,
                    verdict: .blocked,
                    method: .icmp,
                    confidence: .conclusive,
                    blockedAt: try Build.gateway(line),
                    controls: try Build.controls(line.family, smtp: refused),
                    traces: [try Build.traces(line, passing: 1, then: end)],
                    evidence: [
                        Evidence(
                            .controlsFail,
                            "\(isIPv4 ? 3 : 2) of 3 controls are refused by ICMP on port 25 and "
                                + "answer on port 587 at the same addresses"
                        )
                    ]
                )
            }
        )
    }

    private static func canary(_ family: AddressFamily, _ greeting: String) -> Evidence {
        Evidence(
            .canaryConnects,
            "port 25 of \(family == .ipv4 ? "192.0.2.1" : "2001:db8::1") connects\(greeting); "
                + "nothing is there (documentation address)"
        )
    }

    /// A redirect at the first router to somebody else's server.
    static func intercepted() throws -> Situation {
        try blocked(
            "intercepted",
            summary: "port 25 out of this machine is answered by a device on the way, not by the "
                + "host asked for (IPv4, IPv6), at hop 1, gw.isp.test",
            smtp: {
                try Build.ready(
                    $0,
                    host: "smtp-relay.isp.test",
                    tls: Build.unverified("hostname mismatch: names smtp-relay.isp.test")
                )
            },
            recommendations: [
                SampleAdvice.transport,
                SampleAdvice.unblock("port 25 is answered by a device in between over IPv4"),
            ],
            report: { line in
                EgressReport(
                    family: line.family,
                    verdict: .intercepted,
                    confidence: .conclusive,
                    blockedAt: try Build.gateway(line),
                    controls: try Build.controls(
                        line.family,
                        smtp: { try Build.ready($0, host: "smtp-relay.isp.test") }
                    ),
                    traces: [
                        try Build.traces(
                            line,
                            host: "smtp.alpha.example",
                            port: 587,
                            passing: 0,
                            then: .connected
                        )
                    ],
                    evidence: [
                        canary(line.family, " and greets: 220 smtp-relay.isp.test ESMTP ready"),
                        Evidence(
                            .traceConnectNearer,
                            "port 25 of \(line.host) is answered 1 hops away, port 587 3 hops away"
                        ),
                    ],
                    reachesHost: false
                )
            }
        )
    }

    /// A proxy that masks the greeting and hands mail on.
    static func proxied() throws -> Situation {
        let line = Build.line(.ipv4)
        let report = EgressReport(
            family: .ipv4,
            verdict: .intercepted,
            confidence: .conclusive,
            blockedAt: try Build.gateway(line),
            traces: [try Build.traces(line, port: 587, passing: 0, then: .connected)],
            evidence: [
                canary(.ipv4, ""),
                Evidence(
                    .reachesHost,
                    "behind the device mail.domain1.test answers all the same: mail flows, without "
                        + "what the device hides"
                ),
            ],
            reachesHost: true
        )
        let diagnosis = DomainDiagnosis(
            observation: try Build.observation(
                [.ipv4],
                smtp: { try Build.ready($0, tls: nil) }
            ),
            verdict: .degraded,
            summary: "mail can flow, but a device on the way answers port 25 in the mail hosts' "
                + "place (IPv4)",
            findings: [
                Build.stopped("IPv4", .intercepted, report.evidence[0].message),
                Finding(
                    .startTLSMangled,
                    .warning,
                    subject: "mail.domain1.test 203.0.113.11:25",
                    message: "STARTTLS arrives mangled (XXXXXXXA): a device on the way prevents "
                        + "encryption"
                ),
            ],
            recommendations: [
                SampleAdvice.unblock("port 25 is answered by a device in between over IPv4")
            ]
        )
        return Situation(
            name: "proxied",
            report: Build.report([diagnosis], egress: [report])
        )
    }

    static func locallyBlocked() throws -> Situation {
        try blocked(
            "locally-blocked",
            summary: "port 25 out of this machine is stopped by this machine's own firewall (IPv4, "
                + "IPv6)",
            smtp: { try Build.timeout($0) },
            recommendations: [
                SampleAdvice.firewall("IPv4", "iptables"),
                SampleAdvice.firewall("IPv6", "ip6tables"), SampleAdvice.transport,
            ],
            report: { line in
                EgressReport(
                    family: line.family,
                    verdict: .locallyBlocked,
                    method: .drop,
                    confidence: .conclusive,
                    traces: [try Build.traces(line, passing: 0, then: .silence)],
                    evidence: [
                        Evidence(
                            .unsentSYNs,
                            "60 SYNs could not leave this machine (TCPRetransFail) while 24 to port "
                                + "25 were due"
                        )
                    ]
                )
            }
        )
    }
}
