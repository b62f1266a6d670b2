import ProbeModel
import Rendering

extension Situation {
    /// Mail flows, or is not wanted.
    static func flowing() throws -> [Situation] {
        [
            try healthy(), try healthyDANE(), try implicitMX(), try degraded(), try backup(),
            try international(), try noMail(), try greylisted(),
        ]
    }

    private static func healthy() throws -> Situation {
        let host = try Build.host(10, "mail.domain1.test", ["203.0.113.11"])
        let diagnosis = DomainDiagnosis(
            observation: DomainObservation(
                resolution: try Build.resolution("domain1.test", [host]),
                probes: [try Build.ready("203.0.113.11")],
                observedAt: Build.now
            ),
            verdict: .healthy,
            summary: "the MX host answers on port 25"
        )
        return Situation(name: "healthy", report: Build.report([diagnosis]))
    }

    private static func healthyDANE() throws -> Situation {
        var first = try Build.host(
            10,
            "mx1.signed.test",
            ["203.0.113.21", "2001:db8::21"],
            dnssec: .secure
        )
        var second = try Build.host(
            20,
            "mx2.signed.test",
            ["203.0.113.22", "2001:db8::22"],
            dnssec: .secure
        )
        let record = TLSARecord(
            usage: 3,
            selector: 1,
            matchingType: 1,
            data: Array(0..<32).map { $0 * 7 }
        )
        for (name, index) in [("mx1", 0), ("mx2", 1)] {
            let lookup = try Build.lookup(
                "_25._tcp.\(name).signed.test",
                .tlsa,
                .found,
                [.tlsa(record)],
                dnssec: .secure
            )
            if index == 0 { first.tlsaLookup = lookup } else { second.tlsaLookup = lookup }
        }
        let probes = try ["203.0.113.21", "2001:db8::21", "203.0.113.22", "2001:db8::22"].map {
            try Build.ready(
                $0,
                host: "mx.signed.test",
                tls: Build.verified(
                    names: ["mx1.signed.test", "mx2.signed.test"],
                    dane: .verified
                )
            )
        }
        let diagnosis = DomainDiagnosis(
            observation: DomainObservation(
                resolution: try Build.resolution("signed.test", [first, second], dnssec: .secure),
                probes: probes,
                observedAt: Build.now
            ),
            verdict: .healthy,
            summary: "both MX hosts answer on port 25 over IPv4 and IPv6"
        )
        return Situation(name: "healthy-dane", report: Build.report([diagnosis]))
    }

    private static func implicitMX() throws -> Situation {
        let host = try Build.host(0, "implicit.test", ["203.0.113.15"])
        let diagnosis = DomainDiagnosis(
            observation: DomainObservation(
                resolution: try Build.resolution("implicit.test", [host], source: .implicit),
                probes: [try Build.ready("203.0.113.15", host: "implicit.test", tls: nil)],
                observedAt: Build.now
            ),
            verdict: .healthy,
            summary: "the domain's own address answers on port 25",
            findings: [
                Finding(
                    .startTLSMissing,
                    .warning,
                    subject: "implicit.test",
                    message: "STARTTLS is not offered, so mail travels in clear"
                )
            ]
        )
        return Situation(name: "implicit-mx", report: Build.report([diagnosis]))
    }

    private static func degraded() throws -> Situation {
        var alias = try Build.host(20, "mx2.domain2.test", ["203.0.113.32"])
        alias.addressLookups[0] = try Build.lookup(
            "mx2.domain2.test",
            .a,
            .found,
            [.address(try Build.address("203.0.113.32"))],
            canonicalName: "host7.provider.test"
        )
        let hosts = [
            try Build.host(10, "mx1.domain2.test", ["203.0.113.31", "2001:db8::31"]), alias,
        ]
        let diagnosis = DomainDiagnosis(
            observation: DomainObservation(
                resolution: try Build.resolution("domain2.test", hosts),
                probes: [
                    try Build.ready("203.0.113.31", host: "mx1.domain2.test"),
                    try Build.timeout("2001:db8::31"),
                    try Build.ready(
                        "203.0.113.32",
                        host: "host7.provider.test",
                        tls: Build.unverified("self-signed certificate", version: "TLSv1.2")
                    ),
                ],
                observedAt: Build.now
            ),
            verdict: .degraded,
            summary: "mail can flow over IPv4; mx1.domain2.test does not answer over IPv6",
            findings: [
                Finding(
                    .endpointFails,
                    .warning,
                    subject: "[2001:db8::31]:25",
                    message: "no answer to three SYNs within 8 s"
                ),
                Finding(
                    .mxHostIsCNAME,
                    .warning,
                    subject: "mx2.domain2.test",
                    message:
                        "the MX host mx2.domain2.test is an alias of host7.provider.test, which "
                        + "RFC 2181 section 10.3 forbids: some senders will not deliver to it"
                ),
                Finding(
                    .certificateUnverified,
                    .ok,
                    subject: "mx2.domain2.test",
                    message: "the certificate cannot be verified (self-signed certificate); "
                        + "opportunistic TLS does not need it"
                ),
            ],
            recommendations: [
                Recommendation(
                    action: .contactRemote,
                    reason: "mx1.domain2.test should answer on port 25 over IPv6, or lose its "
                        + "AAAA record"
                ),
                Recommendation(
                    action: .fixDNS,
                    reason: "let the MX record name host7.provider.test itself"
                ),
            ]
        )
        return Situation(name: "degraded", report: Build.report([diagnosis]))
    }

    private static func backup() throws -> Situation {
        var own = try Build.host(20, "backup.domain1.test", ["198.51.100.5"])
        own.isSelf = true
        own.isBehindSelf = true
        var late = try Build.host(30, "last.domain1.test", ["203.0.113.40"])
        late.isBehindSelf = true
        let hosts = [
            try Build.host(10, "mail.domain1.test", ["203.0.113.11", "2001:db8::11"]), own, late,
        ]
        let diagnosis = DomainDiagnosis(
            observation: DomainObservation(
                resolution: try Build.resolution("domain1.test", hosts),
                probes: [try Build.ready("203.0.113.11")],
                usableFamilies: [.ipv4],
                observedAt: Build.now
            ),
            verdict: .healthy,
            summary: "the main server answers on port 25",
            route: Route(
                source: .transport,
                pattern: "domain1.test",
                result: "smtp:mail.domain1.test"
            ),
            findings: [
                Finding(
                    .familyUnavailable,
                    .ok,
                    subject: "IPv6",
                    message: "this machine has no IPv6, so IPv6 addresses were not tried"
                )
            ]
        )
        return Situation(name: "backup-mx", report: Build.report([diagnosis]))
    }

    private static func international() throws -> Situation {
        let hosts = [
            try Build.host(10, "mail.xn--bcher-kva.test", ["203.0.113.51"]),
            try Build.host(20, "mx.xn--fsqu00a.test", ["203.0.113.52"]),
        ]
        let diagnosis = DomainDiagnosis(
            observation: DomainObservation(
                resolution: try Build.resolution("xn--bcher-kva.test", hosts, dnssec: .secure),
                probes: [
                    try Build.ready("203.0.113.51", host: "mail.xn--bcher-kva.test"),
                    try Build.ready("203.0.113.52", host: "mx.xn--fsqu00a.test"),
                ],
                observedAt: Build.now
            ),
            verdict: .healthy,
            summary: "both MX hosts answer on port 25"
        )
        return Situation(
            name: "international",
            report: Build.report([diagnosis]),
            displayNames: [
                try Build.name("xn--bcher-kva.test"): "bücher.test",
                try Build.name("mail.xn--bcher-kva.test"): "mail.bücher.test",
                try Build.name("mx.xn--fsqu00a.test"): "mx.例子.test",
                try Build.name("domain1.test"): "domain1.test",
            ]
        )
    }

    static func noMail() throws -> Situation {
        let resolution = MXResolution(
            domain: try Build.name("silent.test"),
            mxLookup: try Build.lookup(
                "silent.test",
                .mx,
                .found,
                [.mx(MXRecord(preference: 0, exchange: .root))],
                dnssec: .secure
            ),
            source: .null,
            hosts: []
        )
        let diagnosis = DomainDiagnosis(
            observation: DomainObservation(
                resolution: resolution,
                probes: [],
                observedAt: Build.now
            ),
            verdict: .noMail,
            summary: "the domain says that it takes no mail (null MX)"
        )
        return Situation(name: "no-mail", report: Build.report([diagnosis]))
    }

    private static func greylisted() throws -> Situation {
        let host = try Build.host(10, "mail.grey.test", ["203.0.113.16"])
        let reply = try Build.reply(
            450,
            "4.2.0 <postmaster@grey.test>: Recipient address rejected: Greylisted",
            enhanced: (4, 2, 0)
        )
        let probe = try Build.ready(
            "203.0.113.16",
            host: "mail.grey.test",
            acceptance: .deferred,
            acceptanceReply: reply
        )
        let diagnosis = DomainDiagnosis(
            observation: DomainObservation(
                resolution: try Build.resolution("grey.test", [host]),
                probes: [probe],
                observedAt: Build.now
            ),
            verdict: .healthy,
            summary: "the MX host answers on port 25",
            findings: [
                Finding(
                    .acceptanceDeferred,
                    .ok,
                    subject: "203.0.113.16:25",
                    message: "the test recipient was deferred (450 4.2.0), as greylisting does to "
                        + "strangers"
                )
            ]
        )
        return Situation(name: "greylisted", report: Build.report([diagnosis]))
    }
}
