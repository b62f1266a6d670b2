import ProbeModel
import Rendering

extension Situation {
    // DNS makes delivery impossible, or could not be asked.

    static func dangling() throws -> Situation {
        var gone = MXHost(preference: 10, exchange: DNSName(try Build.name("gone.domain4.test")))
        gone.addressLookups = [
            try Build.lookup("gone.domain4.test", .a, .nxdomain),
            try Build.lookup("gone.domain4.test", .aaaa, .nxdomain),
        ]
        let empty = try Build.host(20, "empty.domain4.test", [])
        let literal = MXHost(
            preference: 30,
            exchange: DNSName(labels: ["192", "0", "2", "1"].map { Array($0.utf8) }) ?? .root
        )
        let diagnosis = DomainDiagnosis(
            observation: DomainObservation(
                resolution: try Build.resolution("domain4.test", [gone, empty, literal]),
                probes: [],
                observedAt: Build.now
            ),
            verdict: .misconfigured,
            summary: "no MX record names a host that has an address",
            findings: [
                Finding(
                    .mxHostDangling,
                    .critical,
                    subject: "gone.domain4.test",
                    message: "gone.domain4.test does not exist"
                ),
                Finding(
                    .mxHostNoAddress,
                    .critical,
                    subject: "empty.domain4.test",
                    message: "empty.domain4.test has neither an A nor an AAAA record"
                ),
                Finding(
                    .mxHostIsLiteral,
                    .critical,
                    subject: "192.0.2.1",
                    message: "the MX record names the address 192.0.2.1, and must name a host"
                ),
            ],
            recommendations: [
                Recommendation(
                    action: .fixDNS,
                    reason: "let the MX records of domain4.test name hosts that have addresses"
                )
            ]
        )
        return Situation(name: "misconfigured", report: Build.report([diagnosis]))
    }

    static func nullAndOthers() throws -> Situation {
        let null = MXHost(preference: 0, exchange: .root)
        let host = try Build.host(10, "mail.domain5.test", ["203.0.113.81"])
        let diagnosis = DomainDiagnosis(
            observation: DomainObservation(
                resolution: try Build.resolution("domain5.test", [null, host]),
                probes: [try Build.ready("203.0.113.81", host: "mail.domain5.test")],
                observedAt: Build.now
            ),
            verdict: .degraded,
            summary: "mail can flow, but a null MX stands beside the other MX record",
            findings: [
                Finding(
                    .mxNullNotAlone,
                    .warning,
                    subject: "domain5.test",
                    message: "a null MX must be the only MX record (RFC 7505 section 3); some "
                        + "senders will take the domain for one without mail"
                )
            ],
            recommendations: [
                Recommendation(action: .fixDNS, reason: "take the null MX record away")
            ]
        )
        return Situation(name: "null-mx-not-alone", report: Build.report([diagnosis]))
    }

    static func dnsFailure() throws -> Situation {
        let failure = LookupFailure(
            server: "198.51.100.53@53",
            message: "the servers of the zone do not answer",
            extendedErrorCode: 22
        )
        let resolution = MXResolution(
            domain: try Build.name("broken.test"),
            mxLookup: try Build.lookup(
                "broken.test",
                .mx,
                .servfail,
                dnssec: .indeterminate,
                failure: failure
            ),
            source: .none,
            hosts: []
        )
        let diagnosis = DomainDiagnosis(
            observation: DomainObservation(
                resolution: resolution,
                probes: [],
                observedAt: Build.now
            ),
            verdict: .dnsFailure,
            summary: "the MX records could not be looked up (SERVFAIL)"
        )
        return Situation(name: "dns-failure", report: Build.report([diagnosis]))
    }

    static func bogus() throws -> Situation {
        let failure = LookupFailure(
            server: nil,
            message: "signature expired for domain6.test",
            extendedErrorCode: 7
        )
        let resolution = MXResolution(
            domain: try Build.name("domain6.test"),
            mxLookup: try Build.lookup(
                "domain6.test",
                .mx,
                .bogus,
                dnssec: .bogus,
                failure: failure
            ),
            source: .none,
            hosts: []
        )
        let diagnosis = DomainDiagnosis(
            observation: DomainObservation(
                resolution: resolution,
                probes: [],
                observedAt: Build.now
            ),
            verdict: .dnsFailure,
            summary: "the answer about its MX records fails DNSSEC validation",
            findings: [
                Finding(
                    .dnssecBogus,
                    .critical,
                    subject: "domain6.test",
                    message: "senders that validate DNSSEC cannot deliver to domain6.test"
                )
            ],
            recommendations: [
                Recommendation(
                    action: .fixDNS,
                    reason: "the people who run the zone must sign it again"
                )
            ]
        )
        return Situation(name: "dnssec-bogus", report: Build.report([diagnosis]))
    }

    static func interrupted() throws -> Situation {
        var unresolved = MXHost(
            preference: 20,
            exchange: DNSName(try Build.name("mx2.slow.test"))
        )
        unresolved.addressLookups = [
            try Build.lookup("mx2.slow.test", .a, .timeout, dnssec: .indeterminate),
            try Build.lookup("mx2.slow.test", .aaaa, .interrupted, dnssec: .indeterminate),
        ]
        let hosts = [
            try Build.host(10, "mx1.slow.test", ["203.0.113.91", "203.0.113.92"]), unresolved,
        ]
        let diagnosis = DomainDiagnosis(
            observation: DomainObservation(
                resolution: try Build.resolution("slow.test", hosts, dnssec: .indeterminate),
                probes: [
                    try Build.failed("203.0.113.91", 25, .interrupted, total: .milliseconds(950))
                ],
                resolverStripsDNSSEC: true,
                observedAt: Build.now,
                isInterrupted: true
            ),
            verdict: .inconclusive,
            summary: "the run was cut short before anything answered",
            findings: [
                Finding(
                    .interrupted,
                    .unknown,
                    subject: "slow.test",
                    message: "the run was cut short; what is shown is what was known by then"
                )
            ]
        )
        return Situation(name: "interrupted", report: Build.report([diagnosis]))
    }
}
