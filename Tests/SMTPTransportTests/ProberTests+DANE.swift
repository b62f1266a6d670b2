import ProbeEngine
import ProbeModel
import Testing

@testable import SMTPTransport

/// A server's certificate, the TLSA records of its host, and what follows.
struct DANECase: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let dane: DANEVerdict?
    let verified: Bool
    let leaf: @Sendable (_ authority: Certificate) throws -> Certificate
    let records: @Sendable (_ leaf: Certificate, _ authority: Certificate) -> [TLSARecord]

    init(
        _ name: String,
        _ dane: DANEVerdict?,
        verified: Bool,
        leaf: @escaping @Sendable (_ authority: Certificate) throws -> Certificate = {
            try Certificate(names: [ProberTests.host], issuer: $0)
        },
        records:
            @escaping @Sendable (_ leaf: Certificate, _ authority: Certificate) -> [TLSARecord]
    ) {
        testDescription = name
        self.dane = dane
        self.verified = verified
        self.leaf = leaf
        self.records = records
    }
}

extension ProberTests {
    @Test(
        "judge by TLSA records as RFC 7672 has it",
        arguments: [
            DANECase("3 1 1 matches", .verified, verified: true) { leaf, _ in
                [TLSARecord(usage: 3, selector: 1, matchingType: 1, data: leaf.keyDigest)]
            },
            DANECase("3 0 1 matches", .verified, verified: true) { leaf, _ in
                [TLSARecord(usage: 3, selector: 0, matchingType: 1, data: leaf.digest)]
            },
            // Section 3.1.1: with DANE-EE neither names nor dates nor roots count.
            DANECase(
                "3 1 1 matches a self-signed, expired certificate of another name",
                .verified,
                verified: true,
                leaf: { _ in try Certificate(names: ["other.test"], ends: -Certificate.day) },
                records: { leaf, _ in
                    [TLSARecord(usage: 3, selector: 1, matchingType: 1, data: leaf.keyDigest)]
                }
            ),
            DANECase("one of several matches", .verified, verified: true) { leaf, authority in
                [
                    TLSARecord(usage: 3, selector: 1, matchingType: 1, data: authority.keyDigest),
                    TLSARecord(usage: 3, selector: 1, matchingType: 1, data: leaf.keyDigest),
                ]
            },
            // A mismatch does not undo what the roots say.
            DANECase("3 1 1 of another key, trusted root", .mismatch, verified: true) {
                _,
                authority in
                [TLSARecord(usage: 3, selector: 1, matchingType: 1, data: authority.keyDigest)]
            },
            DANECase(
                "3 1 1 of another key, self-signed",
                .mismatch,
                verified: false,
                leaf: { _ in try Certificate(names: [ProberTests.host]) },
                records: { _, authority in
                    [TLSARecord(usage: 3, selector: 1, matchingType: 1, data: authority.keyDigest)]
                }
            ),
            DANECase("3 0 1 with the digest of the key", .mismatch, verified: true) { leaf, _ in
                [TLSARecord(usage: 3, selector: 0, matchingType: 1, data: leaf.keyDigest)]
            },
            DANECase("2 1 1 matches", .verified, verified: true) { _, authority in
                [TLSARecord(usage: 2, selector: 1, matchingType: 1, data: authority.keyDigest)]
            },
            // Section 3.1.2: with DANE-TA names count.
            DANECase(
                "2 1 1 with another name",
                .mismatch,
                verified: false,
                leaf: { try Certificate(names: ["other.test"], issuer: $0) },
                records: { _, authority in
                    [TLSARecord(usage: 2, selector: 1, matchingType: 1, data: authority.keyDigest)]
                }
            ),
            DANECase(
                "2 1 1, expired",
                .mismatch,
                verified: false,
                leaf: {
                    try Certificate(
                        names: [ProberTests.host],
                        issuer: $0,
                        ends: -Certificate.day
                    )
                },
                records: { _, authority in
                    [TLSARecord(usage: 2, selector: 1, matchingType: 1, data: authority.keyDigest)]
                }
            ),
            // Section 3.1.3: PKIX usages and unknown parameters are left out.
            DANECase("1 1 1", .unusable, verified: true) { leaf, _ in
                [TLSARecord(usage: 1, selector: 1, matchingType: 1, data: leaf.keyDigest)]
            },
            DANECase("a digest of the wrong length", .unusable, verified: true) { leaf, _ in
                [
                    TLSARecord(
                        usage: 3,
                        selector: 1,
                        matchingType: 1,
                        data: Array(leaf.keyDigest.dropLast())
                    )
                ]
            },
            DANECase("an unusable record beside one that matches", .verified, verified: true) {
                leaf,
                _ in
                [
                    TLSARecord(usage: 0, selector: 0, matchingType: 0, data: [1]),
                    TLSARecord(usage: 3, selector: 1, matchingType: 1, data: leaf.keyDigest),
                ]
            },
            DANECase("none", nil, verified: true) { _, _ in [] },
        ]
    )
    func dane(_ row: DANECase) async throws {
        let authority = try Certificate(commonName: "authority", isAuthority: true)
        let leaf = try row.leaf(authority)
        let (prober, file) = try Self.prober(trusting: authority)
        let server = try Self.startTLSServer(ServerTLS(leaf))
        let seen = await prober.probe(
            .test(server.endpoint(), tlsa: row.records(leaf, authority))
        )
        _ = server.finish()
        let tls = try #require(seen.tls)
        #expect(tls.dane == row.dane)
        #expect(tls.verified == row.verified)
        #expect((tls.error == nil) == row.verified)
        // Whoever asked without records hears the same once the certificates are judged by them.
        let other = try Self.startTLSServer(ServerTLS(leaf))
        var request = ProbeRequest.test(other.endpoint())
        request.hostName = DomainName("another.test")
        let plain = try #require(await prober.probe(request).tls)
        _ = other.finish()
        #expect(plain.dane == nil)
        #expect(!plain.verified)
        var judged = prober.judge(
            plain,
            for: .test(server.endpoint(), tlsa: row.records(leaf, authority))
        )
        #expect((judged.dane, judged.verified, judged.error) == (tls.dane, tls.verified, tls.error))
        // Without certificates there is nothing to judge, and with others' bytes neither.
        judged.certificates = [[0x30, 1, 2]]
        #expect(prober.judge(judged, for: request) == judged)
        judged.certificates = []
        #expect(prober.judge(judged, for: request) == judged)
        _ = file
    }

    @Test("take any of the names that DANE-TA may match (RFC 7672 section 3.2.2)")
    func daneOtherName() async throws {
        let authority = try Certificate(commonName: "authority", isAuthority: true)
        let leaf = try Certificate(names: ["domain1.test"], issuer: authority)
        let server = try Self.startTLSServer(ServerTLS(leaf))
        var request = ProbeRequest.test(
            server.endpoint(),
            tlsa: [
                TLSARecord(usage: 2, selector: 1, matchingType: 1, data: authority.keyDigest)
            ]
        )
        request.otherNames = [try #require(DomainName("domain1.test"))]
        let seen = await SMTPProber().probe(request)
        _ = server.finish()
        #expect(seen.tls?.dane == .verified)
        #expect(seen.tls?.verified == true)
    }
}
