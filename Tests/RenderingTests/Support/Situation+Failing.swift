import ProbeModel
import Rendering

extension Situation {
    /// Mail cannot flow, or it could not be told.
    static func failing() throws -> [Situation] {
        [
            try unreachable(), try filtered(), try rejected(), try dangling(), try nullAndOthers(),
            try dnsFailure(), try bogus(), try interrupted(), try manyHosts(), try several(),
            try oddServers(),
        ]
    }

    private static func unreachable() throws -> Situation {
        let hosts = [
            try Build.host(10, "mx1.domain3.test", ["203.0.113.61", "2001:db8::61"]),
            try Build.host(20, "mx2.domain3.test", ["203.0.113.62", "2001:db8::62"]),
        ]
        let ports: [UInt16] = [25, 2525, 587, 465, 26]
        var probes = try ports.map { try Build.timeout("203.0.113.61", $0) }
        probes += try ports.map {
            try Build.failed(
                "2001:db8::61",
                $0,
                .unreachable,
                error: (113, "EHOSTUNREACH"),
                icmp: (1, 3, "2001:db8:ffff::1"),
                total: .milliseconds(3100)
            )
        }
        probes += try ports.map {
            $0 == 25
                ? try Build.failed(
                    "203.0.113.62",
                    $0,
                    .prohibited,
                    error: (113, "EHOSTUNREACH"),
                    icmp: (3, 13, "198.51.100.1"),
                    total: .milliseconds(21)
                )
                : try Build.failed(
                    "203.0.113.62",
                    $0,
                    .refused,
                    error: (111, "ECONNREFUSED"),
                    total: .milliseconds(20)
                )
        }
        probes += try ports.map { try Build.timeout("2001:db8::62", $0) }
        let diagnosis = DomainDiagnosis(
            observation: DomainObservation(
                resolution: try Build.resolution("domain3.test", hosts),
                probes: probes,
                observedAt: Build.now
            ),
            verdict: .unreachable,
            summary: "no endpoint of either MX host answers",
            findings: hosts.flatMap(\.addresses).map {
                Finding(
                    .endpointFails,
                    .critical,
                    subject: Endpoint(address: $0, port: 25).description,
                    message: "does not answer on port 25"
                )
            },
            recommendations: [
                Recommendation(
                    action: .contactRemote,
                    reason: "nothing answers at any of their addresses; this machine's port 25 "
                        + "was not judged"
                )
            ]
        )
        return Situation(name: "unreachable", report: Build.report([diagnosis]))
    }

    private static func filtered() throws -> Situation {
        let host = try Build.host(10, "mail.domain1.test", ["203.0.113.11"])
        let login = try Build.reply(
            530,
            "5.7.0 Must issue a STARTTLS command first",
            enhanced: (5, 7, 0)
        )
        let probes = [
            try Build.timeout("203.0.113.11"),
            try Build.ready(
                "203.0.113.11",
                2525,
                acceptance: .accepted,
                acceptanceReply: try Build.reply(250, "2.1.5 Ok", enhanced: (2, 1, 5))
            ),
            try Build.ready(
                "203.0.113.11",
                587,
                acceptance: .loginRequired,
                acceptanceReply: login
            ),
            try Build.failed(
                "203.0.113.11",
                465,
                .refused,
                error: (111, "ECONNREFUSED"),
                total: .milliseconds(11)
            ),
            try Build.failed(
                "203.0.113.11",
                26,
                .refused,
                error: (111, "ECONNREFUSED"),
                total: .milliseconds(11)
            ),
        ]
        let diagnosis = DomainDiagnosis(
            observation: DomainObservation(
                resolution: try Build.resolution("domain1.test", [host]),
                probes: probes,
                observedAt: Build.now
            ),
            verdict: .filtered,
            summary: "mail.domain1.test does not answer on port 25, but takes the domain's mail "
                + "on port 2525",
            route: Route(
                source: .transport,
                pattern: "domain1.test",
                result: "smtp:mail.domain1.test"
            ),
            findings: [
                Finding(
                    .endpointFails,
                    .critical,
                    subject: "203.0.113.11:25",
                    message: "203.0.113.11:25 gave no answer to three SYNs within 8 s"
                )
            ],
            recommendations: [
                Recommendation(
                    action: .setTransport,
                    pattern: "domain1.test",
                    result: "smtp:mail.domain1.test:2525",
                    verified: true,
                    reason: "port 2525 of the same address took a recipient of the domain without "
                        + "a login"
                ),
                Recommendation(
                    action: .contactRemote,
                    reason: "port 25 of mail.domain1.test should answer, as its other ports do"
                ),
            ]
        )
        return Situation(name: "filtered", report: Build.report([diagnosis]))
    }

    private static func rejected() throws -> Situation {
        let host = try Build.host(10, "mx.strict.test", ["203.0.113.71"])
        let reply = try Build.reply(
            554,
            "mx.strict.test ESMTP not accepting connections",
            "5.7.1 Service unavailable; client [198.51.100.5] blocked using bl.example.net: "
                + "dynamic address, see https://bl.example.net/query?ip=198.51.100.5",
            enhanced: (5, 7, 1)
        )
        let diagnosis = DomainDiagnosis(
            observation: DomainObservation(
                resolution: try Build.resolution("strict.test", [host]),
                probes: [try Build.turnedAway("203.0.113.71", .rejected, reply)],
                observedAt: Build.now
            ),
            verdict: .rejected,
            summary: "mx.strict.test refuses this machine: \(reply.summary)",
            findings: [
                Finding(
                    .reputation,
                    .critical,
                    subject: "mx.strict.test",
                    message: "the refusal speaks of this machine's reputation, not of an outage"
                )
            ],
            recommendations: [
                Recommendation(
                    action: .contactRemote,
                    reason: "have 198.51.100.5 taken off the list that the reply names, or send "
                        + "through a host that is not on it"
                )
            ]
        )
        return Situation(name: "rejected", report: Build.report([diagnosis]))
    }

    private static func manyHosts() throws -> Situation {
        let ports: [UInt16] = [25, 2525, 587, 465, 26]
        var hosts: [MXHost] = []
        var probes: [ProbeObservation] = []
        for number in 1...20 {
            let address = "203.0.113.\(100 + number)"
            let name =
                number == 7
                ? "a-host-with-a-very-long-name-\(number).region-eu-central-1.mail.provider.test"
                : "mx\(number).big.test"
            hosts.append(try Build.host(UInt16(number <= 10 ? 10 : 100), name, [address]))
            for port in ports {
                switch (number, port) {
                case (1...5, 25): probes.append(try Build.ready(address, host: name))
                case (1...5, _): break
                case (6...15, _): probes.append(try Build.timeout(address, port))
                case (_, 2525):
                    probes.append(try Build.ready(address, port, host: name, acceptance: .accepted))
                case (_, 587):
                    probes.append(
                        try Build.ready(address, port, host: name, acceptance: .loginRequired)
                    )
                default:
                    probes.append(
                        try Build.failed(address, port, .refused, error: (111, "ECONNREFUSED"))
                    )
                }
            }
        }
        var resolution = try Build.resolution("big.test", hosts)
        resolution.omittedHosts = 12
        let diagnosis = DomainDiagnosis(
            observation: DomainObservation(
                resolution: resolution,
                probes: probes,
                observedAt: Build.now
            ),
            verdict: .degraded,
            summary: "5 of 20 MX hosts answer on port 25",
            findings: hosts.dropFirst(5).flatMap(\.addresses).map {
                Finding(
                    .endpointFails,
                    .warning,
                    subject: Endpoint(address: $0, port: 25).description,
                    message: "does not answer on port 25"
                )
            } + [
                Finding(
                    .mxTooMany,
                    .warning,
                    subject: "big.test",
                    message: "32 MX hosts are more than the 20 that are looked at"
                )
            ]
        )
        return Situation(name: "twenty-hosts", report: Build.report([diagnosis]))
    }

    /// Several domains in one run.
    private static func several() throws -> Situation {
        let parts = try [noMail(), dnsFailure(), bogus()]
        return Situation(name: "several", report: Build.report(parts.flatMap(\.report.domains)))
    }
}
