import ProbeModel
import Rendering

extension Situation {
    /// Port 25 out of this machine is blocked on one family.
    static func blocked() throws -> Situation {
        let host = try Build.host(10, "mail.domain1.test", ["203.0.113.11"])
        let probes = [
            try Build.timeout("203.0.113.11"),
            try Build.ready("203.0.113.11", 2525, acceptance: .accepted),
            try Build.ready("203.0.113.11", 587, acceptance: .loginRequired),
        ]
        let diagnosis = DomainDiagnosis(
            observation: DomainObservation(
                resolution: try Build.resolution("domain1.test", [host]),
                probes: probes,
                usableFamilies: [.ipv4],
                observedAt: Build.now
            ),
            verdict: .blocked,
            summary: "port 25 out of this machine is dropped by your provider (IPv4)",
            route: Route(
                source: .transport,
                pattern: "domain1.test",
                result: "smtp:mail.domain1.test"
            ),
            recommendations: [
                Recommendation(
                    action: .setTransport,
                    pattern: "domain1.test",
                    result: "smtp:mail.domain1.test:2525",
                    verified: true,
                    reason: "port 2525 of the same address takes the domain's mail"
                ),
                Recommendation(
                    action: .requestUnblock,
                    reason: "the controls show that port 25 is stopped on the way, for every host"
                ),
            ]
        )
        return Situation(
            name: "blocked",
            report: Build.report([diagnosis], egress: try egress())
        )
    }

    private static func egress() throws -> [EgressReport] {
        let controls = try [
            ("smtp.alpha.example", "alpha.example", "192.0.2.10"),
            ("mail.beta.example", "beta.example", "192.0.2.20"),
            ("relay.gamma.example", "gamma.example", "192.0.2.30"),
        ].map { host, owner, address in
            ControlObservation(
                host: try Build.name(host),
                controlOperator: owner,
                address: try Build.address(address),
                attempts: [try Build.timeout(address)],
                referencePort: 587,
                referenceAttempts: [try Build.ready(address, 587, host: host)]
            )
        }
        return [
            EgressReport(
                family: .ipv4,
                verdict: .blocked,
                method: .drop,
                confidence: .conclusive,
                blockedAt: PathHop(
                    distance: 1,
                    address: try Build.address("198.51.100.1"),
                    name: DNSName(try Build.name("gw.isp.example"))
                ),
                controls: controls,
                evidence: [
                    Evidence(
                        .controlsFail,
                        "3 of 3 controls are silent on 25 and answer on 587 at the same "
                            + "addresses; loss alone explains this less than once in a million"
                    )
                ]
            ),
            EgressReport(family: .ipv6, verdict: .unavailable),
        ]
    }

    /// Several domains in one run.
    static func several() throws -> Situation {
        let parts = try [noMail(), dnsFailure(), bogus()]
        return Situation(name: "several", report: Build.report(parts.flatMap(\.report.domains)))
    }
}
