import ProbeModel
import Rendering

extension Situation {
    /// Port 25 out of this machine is not simply stopped, or not stopped at all.
    static func doubtful() throws -> [Situation] {
        [try offline(), try throttled(), try inconclusive(), try mailOwner(), try remoteDrops()]
    }

    private static func offline() throws -> Situation {
        let reports = try AddressFamily.allCases.map { family in
            EgressReport(
                family: family,
                verdict: .offline,
                confidence: .likely,
                traces: [
                    try Build.traces(
                        Build.line(family),
                        host: "smtp.alpha.example",
                        port: 587,
                        passing: 1,
                        then: .silence,
                        reference: (1, .silence)
                    )
                ],
                evidence: [
                    Evidence(
                        .controlsDown,
                        "smtp.alpha.example, mail.beta.example, relay.gamma.example of 3 operators "
                            + "answer on no port"
                    )
                ]
            )
        }
        let diagnosis = DomainDiagnosis(
            observation: try Build.observation(
                smtp: { try Build.timeout($0) },
                alternates: false
            ),
            verdict: .inconclusive,
            summary: "this machine is offline: nothing that was asked answers on any port",
            findings: try Build.failures(AddressFamily.allCases, "does not answer (no SYN-ACK)"),
            recommendations: [
                Recommendation(
                    action: .none,
                    reason: "this machine reaches nothing on any port: mend its network first"
                )
            ]
        )
        return Situation(name: "offline", report: Build.report([diagnosis], egress: reports))
    }

    private static func throttled() throws -> Situation {
        let line = Build.line(.ipv4)
        let report = EgressReport(
            family: .ipv4,
            verdict: .throttled,
            confidence: .likely,
            traces: [try Build.traces(line, passing: 1, then: .silence)],
            evidence: [
                Evidence(
                    .mixed,
                    "port 25 let 2 connections through (to 203.0.113.11) and stopped those to "
                        + "mail.beta.example, relay.gamma.example, whose reference ports answer"
                )
            ]
        )
        let diagnosis = DomainDiagnosis(
            observation: try Build.observation([.ipv4], smtp: { try Build.timeout($0) }),
            verdict: .degraded,
            summary: "mail flows only now and then: port 25 out of this machine works and fails by "
                + "turns (IPv4)",
            findings: [Build.stopped("IPv4", .throttled, report.evidence[0].message)],
            recommendations: [
                SampleAdvice.unblock("port 25 works and fails by turns over IPv4")
            ]
        )
        return Situation(name: "throttled", report: Build.report([diagnosis], egress: [report]))
    }

    private static func inconclusive() throws -> Situation {
        let doubt =
            "only 0 of 3 controls answer on their reference ports; two of different operators are "
            + "needed"
        let reports = try AddressFamily.allCases.map { family in
            EgressReport(
                family: family,
                verdict: .inconclusive,
                traces: [try Build.traces(Build.line(family), passing: 1, then: .silence)],
                evidence: [Evidence(.controlsTooFew, doubt)]
            )
        }
        let diagnosis = DomainDiagnosis(
            observation: try Build.observation(smtp: { try Build.timeout($0) }),
            verdict: .inconclusive,
            summary: "port 25 of the mail hosts does not answer, and whether this machine's way "
                + "out is to blame could not be told: \(doubt)",
            findings: try Build.failures(AddressFamily.allCases, "does not answer (no SYN-ACK)"),
            recommendations: [
                Recommendation(
                    action: .none,
                    reason: "it could not be told what stops the mail: run again, with --control "
                        + "HOST for hosts of your own"
                )
            ]
        )
        return Situation(name: "egress-unknown", report: Build.report([diagnosis], egress: reports))
    }

    /// A rule in this machine's firewall that lets only Postfix's user out.
    private static func mailOwner() throws -> Situation {
        let report = EgressReport(
            family: .ipv4,
            verdict: .open,
            confidence: .conclusive,
            traces: [
                try Build.traces(
                    Build.line(.ipv4),
                    passing: 0,
                    then: .icmp(type: 3, code: 3, sender: "198.51.100.77")
                )
            ],
            evidence: [
                Evidence(
                    .mailOwnerPasses,
                    "this user is denied port 25, and the user that runs Postfix connects to "
                        + "192.0.2.10:25"
                )
            ]
        )
        let diagnosis = DomainDiagnosis(
            observation: try Build.observation(
                [.ipv4],
                smtp: { try Build.failed($0, 25, .deniedLocally) }
            ),
            verdict: .healthy,
            summary: "this machine's firewall denies port 25 to this user and opens it to the user "
                + "that runs Postfix",
            findings: try Build.failures(
                [.ipv4],
                "is forbidden by this machine's own firewall (ICMP 3/3 from 198.51.100.77)"
            )
        )
        return Situation(name: "mail-owner", report: Build.report([diagnosis], egress: [report]))
    }

    /// Port 25 out of this machine is open, and the trace shows that the mail host itself drops it.
    private static func remoteDrops() throws -> Situation {
        let reports = try AddressFamily.allCases.map { family in
            EgressReport(
                family: family,
                verdict: .open,
                confidence: .conclusive,
                traces: [try Build.traces(Build.line(family), passing: 2, then: .silence)],
                evidence: [
                    Evidence(
                        .controlsAnswer,
                        "relay.gamma.example answers on port 25 with a verified certificate"
                    )
                ]
            )
        }
        let diagnosis = DomainDiagnosis(
            observation: try Build.observation(smtp: { try Build.timeout($0) }),
            verdict: .filtered,
            summary: "port 25 of the mail hosts does not answer, port 2525 does and takes the "
                + "domain's mail",
            findings: try Build.failures(AddressFamily.allCases, "does not answer (no SYN-ACK)"),
            recommendations: [SampleAdvice.transport]
        )
        return Situation(name: "remote-drops", report: Build.report([diagnosis], egress: reports))
    }
}
