import ProcessTestSupport
import Testing

extension OnTheTestNetwork {
    /// Domains, as DNS and the mail hosts behind them are.
    @Suite struct DomainTests {
        init() { CaseRuns.shared.prepare(Self.rows.map(\.run)) }

        static let rows = mx + backup + addresses + broken + dns + signed

        // MX records of all kinds.
        private static let mx = [
            DomainRow(
                domain: "domain3.test",
                verdict: "healthy",
                status: 0,
                dnssec: "insecure",
                hosts: ["10 mail.domain1.test"],
                outcomes: DomainRow.bothReady
            ),
            DomainRow(
                domain: "twomx.test",
                verdict: "healthy",
                status: 0,
                hosts: ["10 mx1.twomx.test", "20 mx2.twomx.test"],
                outcomes: DomainRow.bothReady,
                summary: "all 2 mail hosts answer on port 25 (IPv4, IPv6)"
            ),
            DomainRow(
                domain: "equal.test",
                verdict: "healthy",
                status: 0,
                hosts: ["10 mx1.twomx.test", "10 mx2.twomx.test"],
                outcomes: DomainRow.bothReady
            ),
            DomainRow(
                domain: "implicit.test",
                verdict: "healthy",
                status: 0,
                source: "implicit",
                mxLookup: "nodata",
                hosts: ["0 implicit.test"],
                outcomes: DomainRow.bothReady
            ),
            DomainRow(
                domain: "nullmx.test",
                verdict: "no-mail",
                status: 1,
                source: "null",
                hosts: [],
                summary: "null MX"
            ),
            DomainRow(
                domain: "nullplus.test",
                verdict: "degraded",
                status: 1,
                hosts: ["10 mail.domain1.test"],
                findings: ["mx.null-not-alone"]
            ),
            DomainRow(
                domain: "cname-mx.test",
                verdict: "degraded",
                status: 1,
                hosts: ["10 mx.cname-mx.test"],
                outcomes: DomainRow.bothReady,
                findings: ["mx.host-is-cname", "tls.certificate-unverified"]
            ),
            DomainRow(
                domain: "cname-domain.test",
                verdict: "healthy",
                status: 0,
                hosts: ["10 mail.domain1.test", "20 backup.domain1.test self"],
                findings: ["mx.domain-is-cname"]
            ),
            DomainRow(
                domain: "dangling.test",
                verdict: "misconfigured",
                status: 2,
                hosts: ["10 gone.dangling.test"],
                lookups: ["A nxdomain insecure", "AAAA nxdomain insecure"],
                outcomes: [],
                findings: ["mx.host-dangling"]
            ),
            DomainRow(
                domain: "noaddr.test",
                verdict: "misconfigured",
                status: 2,
                lookups: ["A nodata insecure", "AAAA nodata insecure"],
                outcomes: [],
                findings: ["mx.host-no-address"]
            ),
            DomainRow(
                domain: "literal.test",
                verdict: "misconfigured",
                status: 2,
                hosts: ["10 198.18.3.10"],
                outcomes: [],
                findings: ["mx.host-is-literal"],
                summary: "only addresses"
            ),
            DomainRow(
                domain: "twentymx.test",
                verdict: "healthy",
                status: 0,
                hosts: (1...20).map { "\($0 * 5) mx\($0 < 10 ? "0" : "")\($0).twentymx.test" },
                outcomes: DomainRow.bothReady
            ),
            // The answer is longer than 4 KiB, so it came over TCP.
            DomainRow(
                domain: "bigmx.test",
                verdict: "healthy",
                status: 0,
                outcomes: DomainRow.bothReady,
                findings: ["tls.certificate-unverified"],
                summary: "all 120 mail hosts answer"
            ),
        ]

        // This machine among the MX hosts: only those before it count.
        private static let backup = [
            DomainRow(
                domain: "domain1.test",
                verdict: "healthy",
                status: 0,
                hosts: ["10 mail.domain1.test", "20 backup.domain1.test self"],
                outcomes: DomainRow.bothReady,
                summary: "the mail host answers on port 25 (IPv4, IPv6)"
            ),
            DomainRow(
                domain: "secondbest.test",
                verdict: "healthy",
                status: 0,
                hosts: [
                    "10 mail.domain1.test", "20 backup.domain1.test self",
                    "30 mx.third.test behind",
                ],
                outcomes: DomainRow.bothReady
            ),
            DomainRow(
                domain: "selfbest.test",
                verdict: "inconclusive",
                status: 3,
                hosts: ["10 backup.domain1.test self", "20 mx.third.test behind"],
                outcomes: [],
                findings: ["mx.self-is-best"]
            ),
        ]

        // Addresses: families, special purposes, many of them.
        private static let addresses = [
            DomainRow(
                domain: "v4only.test",
                verdict: "healthy",
                status: 0,
                lookups: ["A found insecure", "AAAA nodata insecure"],
                outcomes: ["ipv4 25 ready"],
                summary: "(IPv4)"
            ),
            DomainRow(
                domain: "v6only.test",
                verdict: "healthy",
                status: 0,
                lookups: ["A nodata insecure", "AAAA found insecure"],
                outcomes: ["ipv6 25 ready"],
                summary: "(IPv6)"
            ),
            DomainRow(
                domain: "domain3.test",
                verdict: "healthy",
                status: 0,
                outcomes: ["ipv4 25 ready"],
                findings: ["net.family-unavailable"],
                options: ["-4"]
            ),
            DomainRow(
                domain: "domain3.test",
                verdict: "healthy",
                status: 0,
                outcomes: ["ipv6 25 ready"],
                findings: ["net.family-unavailable"],
                options: ["-6"]
            ),
            DomainRow(
                domain: "v6only.test",
                verdict: "inconclusive",
                status: 3,
                outcomes: [],
                findings: ["net.family-unavailable"],
                options: ["-4"]
            ),
            DomainRow(
                domain: "loopback.test",
                verdict: "misconfigured",
                status: 2,
                outcomes: [],
                findings: ["mx.special-purpose-address"],
                summary: "only addresses that the Internet cannot reach"
            ),
            // The kernel limits a router's ICMP errors for want of a route, so the IPv4 outcome may be silence.
            DomainRow(
                domain: "private.test",
                verdict: "unreachable",
                status: 2,
                findings: ["mx.special-purpose-address", "smtp.endpoint-fails"]
            ),
            DomainRow(
                domain: "manyaddr.test",
                verdict: "healthy",
                status: 0,
                hosts: ["10 mx.manyaddr.test"],
                outcomes: DomainRow.bothReady
            ),
        ]

        // Hosts that do not answer, alone and beside others.
        private static let broken = [
            DomainRow(
                domain: "dead.test",
                verdict: "unreachable",
                status: 2,
                outcomes: DomainRow.bothTimeout,
                findings: ["smtp.endpoint-fails"]
            ),
            DomainRow(
                domain: "mixedbroken.test",
                verdict: "degraded",
                status: 1,
                outcomes: DomainRow.bothTimeout + DomainRow.bothReady,
                findings: ["smtp.endpoint-fails"]
            ),
            DomainRow(
                domain: "mixedgone.test",
                verdict: "degraded",
                status: 1,
                outcomes: DomainRow.bothReady,
                findings: ["mx.host-dangling"]
            ),
            DomainRow(
                domain: "allgone.test",
                verdict: "misconfigured",
                status: 2,
                hosts: ["10 gone1.allgone.test", "20 gone2.allgone.test"],
                outcomes: [],
                findings: ["mx.host-dangling"],
                summary: "none of the 2 MX hosts has an address"
            ),
            DomainRow(
                domain: "twentydrop.test",
                verdict: "unreachable",
                status: 2,
                outcomes: DomainRow.bothTimeout,
                findings: ["smtp.endpoint-fails"]
            ),
        ]

        // Answers that are none.
        private static let dns = [
            DomainRow(
                domain: "nosuch.test",
                verdict: "misconfigured",
                status: 2,
                source: "none",
                dnssec: "secure",
                mxLookup: "nxdomain",
                hosts: [],
                summary: "no such domain (NXDOMAIN)"
            ),
            DomainRow(
                domain: "nomail.test",
                verdict: "misconfigured",
                status: 2,
                source: "none",
                mxLookup: "nodata",
                hosts: [],
                summary: "neither MX records nor an address"
            ),
            DomainRow(
                domain: "servfail.test",
                verdict: "dns-failure",
                status: 3,
                source: "none",
                dnssec: "indeterminate",
                mxLookup: "servfail",
                hosts: [],
                summary: "(SERVFAIL)"
            ),
            DomainRow(
                domain: "dnstimeout.test",
                verdict: "dns-failure",
                status: 3,
                source: "none",
                dnssec: "indeterminate",
                mxLookup: "timeout",
                hosts: []
            ),
            DomainRow(
                domain: "mxloop.test",
                verdict: "dns-failure",
                status: 3,
                lookups: ["A servfail indeterminate", "AAAA servfail indeterminate"],
                findings: ["mx.host-lookup-failed"]
            ),
            DomainRow(
                domain: "cnameloop.test",
                verdict: "dns-failure",
                status: 3,
                source: "none",
                mxLookup: "servfail"
            ),
        ]

        // DNSSEC and DANE.
        private static let signed = [
            DomainRow(
                domain: "signed.test",
                verdict: "healthy",
                status: 0,
                dnssec: "secure",
                lookups: ["A found secure", "AAAA found secure"],
                outcomes: DomainRow.bothReady
            ),
            DomainRow(
                domain: "signed.test",
                verdict: "healthy",
                status: 0,
                dnssec: "indeterminate",
                outcomes: DomainRow.bothReady,
                options: ["--dnssec", "off"]
            ),
            DomainRow(
                domain: "signed-insecure.test",
                verdict: "healthy",
                status: 0,
                dnssec: "secure",
                lookups: ["A found insecure", "AAAA found insecure"]
            ),
            DomainRow(domain: "dane-ta.test", verdict: "healthy", status: 0, dnssec: "secure"),
            DomainRow(
                domain: "dane-insecure.test",
                verdict: "healthy",
                status: 0,
                dnssec: "insecure"
            ),
            DomainRow(
                domain: "dane-bad.test",
                verdict: "degraded",
                status: 1,
                dnssec: "secure",
                outcomes: DomainRow.bothReady,
                findings: ["tls.dane-mismatch"]
            ),
            DomainRow(
                domain: "dane-ta-bad.test",
                verdict: "degraded",
                status: 1,
                dnssec: "secure",
                findings: ["tls.dane-mismatch"]
            ),
            DomainRow(
                domain: "dane-unusable.test",
                verdict: "degraded",
                status: 1,
                dnssec: "secure",
                findings: ["tls.dane-unusable"]
            ),
            DomainRow(
                domain: "bogus.test",
                verdict: "misconfigured",
                status: 2,
                source: "none",
                dnssec: "bogus",
                mxLookup: "bogus",
                hosts: [],
                findings: ["dns.dnssec-bogus"],
                summary: "signature verification failed"
            ),
            DomainRow(
                domain: "expired.test",
                verdict: "misconfigured",
                status: 2,
                source: "none",
                dnssec: "bogus",
                mxLookup: "bogus",
                hosts: [],
                findings: ["dns.dnssec-bogus"],
                summary: "signature expired"
            ),
        ]

        @Test(arguments: rows) func verdict(_ row: DomainRow) async throws {
            let document = try await CaseRuns.shared.document(of: row.run)
            #expect(document.exitCode.integer == row.status)
            let domain = try #require(document.domains.elements.first)
            #expect(domain.domain.text == row.domain)
            #expect(domain.verdict.text == row.verdict)
            #expect(domain.mxSource.text == row.source)
            #expect(domain.mxLookup.status.text == row.mxLookup)
            if let dnssec = row.dnssec { #expect(domain.dnssec.text == dnssec) }
            if let hosts = row.hosts { #expect(domain.hostWords == hosts) }
            if let lookups = row.lookups { #expect(domain.lookupWords == lookups) }
            if let outcomes = row.outcomes {
                #expect(domain.outcomeWords.filter { $0.contains(" 25 ") } == outcomes)
            }
            #expect(domain.findingWords == row.findings)
            let summary = domain.summary.text ?? ""
            #expect(summary.contains(row.summary))
        }

        /// Domains that share a mail host's address are judged each by their own TLSA records, in whatever order.
        @Test(arguments: [
            ["domain1.test", "dane-bad.test"], ["dane-bad.test", "domain1.test"],
            ["dane-bad.test", "signed.test", "dane-unusable.test"],
        ])
        func sharedAddress(_ names: [String]) async throws {
            let document = try await CaseRuns.shared.document(of: NetworkCase(names: names))
            let verdicts = document.domains.elements.map { domain in
                (domain.domain.text, domain.verdict.text)
            }
            for (name, verdict) in verdicts {
                let alone = try #require(Self.rows.first { $0.domain == name })
                #expect(verdict == alone.verdict, "\(name ?? "?")")
            }
            #expect(verdicts.count == names.count)
            let fixes = document.domains.elements.flatMap(\.recommendations.elements)
                .filter { $0.action.text == "fix-dns" }
            #expect(fixes.count == 1)
        }

        /// A failed lookup names the server that failed, and how.
        @Test(arguments: [
            ("servfail.test", "198.18.1.53@53", "server failure"),
            ("dnstimeout.test", "198.18.1.53@53", "no answer to "),
            ("bogus.test", "198.18.1.53@53", "validation failure <bogus.test. MX IN>"),
        ])
        func culprit(_ row: (domain: String, server: String, message: String)) async throws {
            let document = try await CaseRuns.shared.document(of: NetworkCase(names: [row.domain]))
            let failure = try #require(document.domains.elements.first?.mxLookup.failure)
            #expect(failure.server.text == row.server)
            #expect(failure.message.text?.hasPrefix(row.message) == true)
        }

        /// What the certificate is worth against the TLSA records.
        @Test(arguments: [
            ("signed.test", "verified"), ("dane-ta.test", "verified"),
            ("dane-bad.test", "mismatch"),
            ("dane-ta-bad.test", "mismatch"), ("dane-unusable.test", "unusable"),
            // A TLSA record without a signature counts for nothing.
            ("dane-insecure.test", nil), ("signed-insecure.test", nil), ("domain3.test", nil),
        ])
        func dane(_ row: (domain: String, verdict: String?)) async throws {
            let document = try await CaseRuns.shared.document(of: NetworkCase(names: [row.domain]))
            let endpoints = try #require(document.domains.elements.first?.allEndpoints)
            #expect(endpoints.count == 2)
            for endpoint in endpoints {
                #expect(endpoint.tls.dane.text == row.verdict)
                #expect(endpoint.tls.version.text == "TLSv1.3")
            }
        }

        /// Both forms of an internationalised name are one, and both are shown.
        @Test(arguments: ["xn--bcher-kva.test", "bücher.test", "BÜCHER.test", "bu\u{308}cher.test"])
        func international(_ name: String) async throws {
            let document = try await CaseRuns.shared.document(of: NetworkCase(names: [name]))
            let domain = try #require(document.domains.elements.first)
            #expect(domain.domain.text == "xn--bcher-kva.test")
            #expect(domain.domainUnicode.text == "bücher.test")
            #expect(domain.hosts.elements.first?.host.text == "mail.xn--bcher-kva.test")
            #expect(domain.hosts.elements.first?.hostUnicode.text == "mail.bücher.test")
            #expect(domain.verdict.text == "healthy")
        }

        /// Twenty hosts that drop every packet cost one timeout of 4 s, not twenty.
        @Test func dropsTogether() async throws {
            let transcript = try await CaseRuns.shared.transcript(
                of: NetworkCase(names: ["twentydrop.test"])
            )
            #expect(transcript.duration < .seconds(25))
        }

        /// All eight addresses of both families are tried, each once.
        @Test func everyAddress() async throws {
            let document = try await CaseRuns.shared.document(
                of: NetworkCase(names: ["manyaddr.test"])
            )
            let addresses = document.domains.elements.flatMap(\.allEndpoints).compactMap(
                \.address.text
            )
            let expected = (31...38).flatMap { ["198.18.5.\($0)", "2001:2:0:5::\($0)"] }
            #expect(addresses.sorted() == expected.sorted())
        }

        /// Names that share an address are told apart, and the session is shared.
        @Test func sharedAddress() async throws {
            let document = try await CaseRuns.shared.document(
                of: NetworkCase(names: ["bigmx.test"])
            )
            let domain = try #require(document.domains.elements.first)
            #expect(domain.hosts.elements.count == 120)
            #expect(domain.omittedHosts.integer == 0)
            #expect(Set(domain.allEndpoints.compactMap(\.address.text)).count == 2)
        }
    }
}
