import ProcessTestSupport
import Testing

extension OnTheTestNetwork {
    /// Resolvers that are slow, lossy, dead, or lie by leaving out.
    @Suite struct ResolverTests {
        private static let lossy = NetworkCase(
            names: ["-"],
            options: ["--resolver", "198.18.1.55"],
            input: (1...100).map { "name\($0).bulk.test\n" }.joined()
        )

        init() { CaseRuns.shared.prepare(Self.rows.map(\.run) + [Self.lossy]) }

        static let rows = [
            ResolverRow(
                about: "silent",
                number: 56,
                verdict: "dns-failure",
                dnssec: "indeterminate",
                lookup: "timeout",
                message: "no answer to "
            ),
            ResolverRow(
                about: "closed port",
                number: 59,
                verdict: "dns-failure",
                dnssec: "indeterminate",
                lookup: "no-resolver",
                message: "the port is closed"
            ),
            ResolverRow(
                about: "REFUSED",
                number: 57,
                verdict: "dns-failure",
                dnssec: "indeterminate",
                lookup: "refused",
                message: "refuses to answer"
            ),
            ResolverRow(
                about: "SERVFAIL with an extended error",
                number: 58,
                verdict: "dns-failure",
                dnssec: "indeterminate",
                lookup: "servfail",
                message: "server failure: EDE 22 (no reachable authority): no authority reachable",
                extendedError: 22
            ),
            ResolverRow(
                about: "random bytes",
                number: 61,
                verdict: "dns-failure",
                dnssec: "indeterminate",
                lookup: "malformed",
                message: "sends what cannot be read"
            ),
            ResolverRow(about: "loses 30 % of queries", number: 55, verdict: "healthy"),
            ResolverRow(
                about: "loses 30 % of queries and of answers",
                number: 60,
                verdict: "healthy"
            ),
            ResolverRow(about: "2 s late", number: 63, verdict: "healthy"),
            ResolverRow(about: "TCP only", number: 62, verdict: "healthy"),
            ResolverRow(
                about: "TCP only",
                number: 62,
                domain: "signed.test",
                verdict: "healthy",
                dnssec: "secure"
            ),
            ResolverRow(
                about: "TCP only",
                number: 62,
                domain: "bogus.test",
                verdict: "misconfigured",
                dnssec: "bogus",
                lookup: "bogus",
                message: "validation failure",
                findings: ["dns.dnssec-bogus"]
            ),
            // Without signatures nothing can be told, and nothing breaks.
            ResolverRow(
                about: "strips DNSSEC",
                number: 54,
                verdict: "healthy",
                dnssec: "indeterminate",
                findings: ["dns.dnssec-stripped"]
            ),
            ResolverRow(
                about: "strips DNSSEC",
                number: 54,
                domain: "signed.test",
                verdict: "healthy",
                dnssec: "indeterminate",
                findings: ["dns.dnssec-stripped"]
            ),
        ]

        @Test(arguments: rows) func verdict(_ row: ResolverRow) async throws {
            let document = try await CaseRuns.shared.document(of: row.run)
            let domain = try #require(document.domains.elements.first)
            #expect(domain.verdict.text == row.verdict)
            #expect(domain.dnssec.text == row.dnssec)
            #expect(domain.mxLookup.status.text == row.lookup)
            #expect(domain.findingWords == row.findings)
            #expect(
                domain.resolverStripsDnssec.isTrue == row.findings.contains("dns.dnssec-stripped")
            )
            let failure = domain.mxLookup.failure
            #expect(failure.extendedErrorCode.integer == row.extendedError)
            if let message = row.message {
                #expect(failure.server.text == "\(row.server)@53")
                #expect(failure.message.text?.hasPrefix(message) == true, "\(failure.message)")
            } else {
                #expect(failure.isNull)
            }
        }

        /// A resolver that loses 30 % of the queries costs at most one lookup in a hundred.
        @Test func lossCostsNothing() async throws {
            let document = try await CaseRuns.shared.document(of: Self.lossy)
            let domains = document.domains.elements
            #expect(domains.count == 100)
            #expect(domains.count { $0.mxLookup.status.text == "found" } >= 99)
            for domain in domains {
                #expect((domain.mxLookup.durationMs.number ?? 0) < 10_000)
            }
        }
    }
}
