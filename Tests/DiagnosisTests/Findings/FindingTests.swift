import Diagnosis
import ProbeModel
import Testing

/// A situation and exactly the findings that it must give.
struct FindingCase: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let ids: [FindingID]
    let observation: @Sendable () throws -> DomainObservation

    init(
        _ title: String,
        _ ids: [FindingID],
        _ observation: @escaping @Sendable () throws -> DomainObservation
    ) {
        testDescription = title
        self.ids = ids
        self.observation = observation
    }

    /// One host whose port 25 is ready, but for `change`.
    static func ready(
        _ title: String,
        _ ids: [FindingID],
        change: @escaping @Sendable (inout ProbeObservation) throws -> Void
    ) -> FindingCase {
        FindingCase(title, ids) {
            try DiagnosisTests.observation(
                [host("mail.domain1.test", ["20.0.0.1"])],
                [probe("20.0.0.1", .ready, change: change)]
            )
        }
    }
}

@Suite("Findings, each with its near misses")
struct FindingTests {
    static let mail = "mail.domain1.test"
    static let v4 = "20.0.0.1"
    static let v6 = "2a00::1"

    static func certificate(
        verified: Bool = true,
        error: String? = nil,
        endsIn seconds: Int64 = 90 * 86_400,
        version: String = "TLSv1.3",
        dane: DANEVerdict? = nil
    ) -> TLSObservation {
        TLSObservation(
            version: version,
            cipher: "TLS_AES_256_GCM_SHA384",
            verified: verified,
            error: error,
            names: [mail],
            notAfter: Fixture.now + seconds,
            dane: dane
        )
    }

    static func alias(_ host: MXHost, to target: String) throws -> MXHost {
        var host = host
        host.addressLookups = try host.addressLookups.map {
            Lookup(
                question: $0.question,
                status: $0.status,
                records: $0.records,
                dnssec: $0.dnssec,
                canonicalName: DNSName(try name(target))
            )
        }
        return host
    }

    static let mxRows: [FindingCase] = [
        FindingCase("nothing to tell of an ordinary host", []) {
            try observation([host(mail, [v4, v6])], [probe(v4, .ready), probe(v6, .ready)])
        },
        // RFC 2181 section 10.3: an MX host is no alias; a domain without MX records may be one.
        FindingCase("MX host is an alias", [.mxHostIsCNAME]) {
            try observation([alias(host(mail, [v4]), to: "real.domain1.test")], [probe(v4, .ready)])
        },
        FindingCase("implicit MX is an alias", []) {
            try observation(
                [alias(host("domain1.test", [v4]), to: "real.domain1.test")],
                [probe(v4, .ready)],
                source: .implicit
            )
        },
        FindingCase("the domain itself is an alias", [.domainIsCNAME]) {
            try observation([host(mail, [v4])], [probe(v4, .ready)]) {
                let lookup = $0.resolution.mxLookup
                $0.resolution.mxLookup = Lookup(
                    question: lookup.question,
                    status: .found,
                    records: lookup.records,
                    dnssec: .insecure,
                    canonicalName: DNSName(try name("other.test"))
                )
            }
        },
        // RFC 5321 section 5.1: names, not addresses.
        FindingCase("MX record holds an address", [.mxHostIsLiteral]) {
            let literal = try #require(
                DNSName(labels: ["198", "18", "3", "10"].map { Array($0.utf8) })
            )
            return try observation([MXHost(preference: 10, exchange: literal)])
        },
        FindingCase("MX record holds what is no host name", [.mxHostInvalid]) {
            let odd = try #require(DNSName(labels: [[0x1b, 0x5b], Array("test".utf8)]))
            return try observation([MXHost(preference: 10, exchange: odd)])
        },
        FindingCase("MX host does not exist", [.mxHostDangling]) {
            try observation([host(mail, [], status: .nxdomain)])
        },
        FindingCase("MX host has no address", [.mxHostNoAddress]) {
            try observation([host(mail, [])])
        },
        FindingCase("MX host cannot be looked up", [.mxHostLookupFailed]) {
            try observation([host(mail, [], status: .servfail)])
        },
        FindingCase("MX host leads in a circle", [.mxHostLoops]) {
            try observation([host(mail, [], status: .malformed)])
        },
        FindingCase("more hosts than are looked at", [.mxTooMany]) {
            try observation([host(mail, [v4])], [probe(v4, .ready)]) {
                $0.resolution.omittedHosts = 3
            }
        },
        // RFC 7505 section 3.
        FindingCase("null MX beside another", [.mxNullNotAlone]) {
            try observation([host(mail, [v4])], [probe(v4, .ready)]) {
                let lookup = $0.resolution.mxLookup
                $0.resolution.mxLookup = Lookup(
                    question: lookup.question,
                    status: .found,
                    records: lookup.records + [.mx(MXRecord(preference: 0, exchange: .root))]
                )
            }
        },
        FindingCase("null MX alone", []) { try observation([], source: .null) },
        // RFC 6890.
        FindingCase("private address, which split DNS serves", [.mxSpecialPurpose]) {
            try observation([host(mail, ["10.0.0.1"])], [probe("10.0.0.1", .ready)])
        },
        FindingCase("private address in an accepted range", []) {
            try observation([host(mail, ["10.0.0.1"])], [probe("10.0.0.1", .ready)]) {
                $0.allowedSpecialPurpose = [try #require(IPNetwork("10.0.0.0/8"))]
            }
        },
        FindingCase("this machine is the best host", [.mxSelfIsBest]) {
            var own = try host(mail, [v4])
            own.isSelf = true
            return try observation([own])
        },
        // Families.
        FindingCase("a family that this machine lacks", [.familyUnavailable]) {
            try observation([host(mail, [v4, v6])], [probe(v4, .ready)]) {
                $0.usableFamilies = [.ipv4]
            }
        },
        FindingCase("a family in which nothing answers", [.familyFails, .endpointFails]) {
            try observation([host(mail, [v4, v6])], [probe(v4, .ready), probe(v6, .timeout)])
        },
        FindingCase("one of two addresses of a family fails", [.endpointFails]) {
            try observation(
                [host(mail, [v4, "20.0.0.2"])],
                [probe(v4, .ready), probe("20.0.0.2", .refused)]
            )
        },
        FindingCase("an alternate that does not answer is no fault", []) {
            try observation([host(mail, [v4])], [probe(v4, .ready), probe(v4, 2525, .timeout)])
        },
        // DNSSEC.
        FindingCase("the resolver strips signatures", [.dnssecStripped]) {
            try observation([host(mail, [v4])], [probe(v4, .ready)]) {
                $0.resolverStripsDNSSEC = true
            }
        },
        FindingCase("a broken signature", [.dnssecBogus]) {
            try observation([], source: .none, mxStatus: .bogus)
        },
        FindingCase("the TLSA lookup fails", [.tlsaLookupFailed]) {
            var mailHost = try host(mail, [v4])
            mailHost.tlsaLookup = Lookup(
                question: Question(name: try name("_25._tcp.\(mail)"), type: .tlsa),
                status: .servfail
            )
            return try observation([mailHost], [probe(v4, .ready)])
        },
        FindingCase("no TLSA records", []) {
            var mailHost = try host(mail, [v4])
            mailHost.tlsaLookup = Lookup(
                question: Question(name: try name("_25._tcp.\(mail)"), type: .tlsa),
                status: .nxdomain
            )
            return try observation([mailHost], [probe(v4, .ready)])
        },
        FindingCase("the run was cut short", [.endpointFails, .interrupted]) {
            try observation([host(mail, [v4])], [probe(v4, .interrupted)]) {
                $0.isInterrupted = true
            }
        },
    ]

    static let sessionRows: [FindingCase] = [
        .ready("greets after 12 s", [.greetingSlow]) { $0.timings.greeting = .seconds(12) },
        .ready("greets after 9.9 s", []) { $0.timings.greeting = .milliseconds(9_900) },
        .ready("EHLO refused", [.ehloRefused]) {
            $0.usedHELO = true
            $0.startTLS = .notOffered
        },
        .ready("greeting masked", [.greetingMasked]) {
            $0.greeting = try reply(220, "*******2***0*")
        },
        .ready("greeting empty", []) { $0.greeting = try reply(220, "") },
        .ready("no STARTTLS", [.startTLSMissing]) {
            $0.startTLS = .notOffered
            $0.clearCapabilities = Capabilities()
        },
        .ready("STARTTLS mangled", [.startTLSMangled]) {
            $0.startTLS = .notOffered
            $0.clearCapabilities = Capabilities([Capability(keyword: "XXXXXXXA")])
        },
        .ready("STARTTLS refused", [.startTLSFails]) {
            $0.startTLS = .refused(try reply(454, "4.7.0 TLS not available"))
        },
        .ready("STARTTLS handshake fails", [.startTLSFails]) {
            $0.startTLS = .failed("wrong version number")
        },
        .ready("STARTTLS not asked for", []) { $0.startTLS = .notTried },
        .ready("TLS 1.0", [.tlsOldVersion]) { $0.tls = certificate(version: "TLSv1") },
        .ready("TLS 1.2", []) { $0.tls = certificate(version: "TLSv1.2") },
        .ready("certificate ended", [.certificateExpired]) {
            $0.tls = certificate(verified: false, error: "certificate has expired", endsIn: -1)
        },
        .ready("certificate ends in a week", [.certificateExpiring]) {
            $0.tls = certificate(endsIn: 7 * 86_400)
        },
        .ready("certificate ends in 15 days", []) { $0.tls = certificate(endsIn: 15 * 86_400) },
        .ready("self-signed", [.certificateUnverified]) {
            $0.tls = certificate(verified: false, error: "self-signed certificate")
        },
        // RFC 7672 section 3.1.1: DANE-EE takes neither names nor dates from the certificate.
        .ready("self-signed, expired, and DANE matches", []) {
            $0.tls = certificate(
                verified: true,
                error: nil,
                endsIn: -1,
                dane: .verified
            )
        },
        .ready("DANE does not match", [.daneMismatch]) { $0.tls = certificate(dane: .mismatch) },
        .ready("no TLSA record of use", [.daneUnusable]) { $0.tls = certificate(dane: .unusable) },
        .ready("greylisted", [.acceptanceDeferred]) {
            $0.acceptance = .deferred
            $0.acceptanceReply = try reply(450, "4.2.0 greylisted")
        },
        .ready("domain refused", [.acceptanceRefused]) {
            $0.acceptance = .refused
            $0.acceptanceReply = try reply(554, "5.7.1 relay access denied")
        },
        .ready("domain taken", []) { $0.acceptance = .accepted },
        FindingCase("refused for reputation", [.endpointFails, .reputation]) {
            try observation(
                [host(mail, [v4])],
                [
                    probe(v4, .rejected) {
                        $0.reply = try reply(554, "5.7.1 blocked using zen.spamhaus.org")
                    }
                ]
            )
        },
        FindingCase("refused for something else", [.endpointFails]) {
            try observation(
                [host(mail, [v4])],
                [probe(v4, .rejected) { $0.reply = try reply(554, "no SMTP service here") }]
            )
        },
    ]

    @Test(arguments: mxRows + sessionRows)
    func findings(_ row: FindingCase) throws {
        let findings = DomainDiagnoser.diagnose(try row.observation()).findings
        #expect(findings.map(\.id.rawValue).sorted() == row.ids.map(\.rawValue).sorted())
        for finding in findings {
            #expect(!finding.message.isEmpty && !finding.subject.isEmpty)
            #expect(finding.message.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 })
        }
    }

    @Test("the worst comes first")
    func order() throws {
        let seen = try observation(
            [host(Self.mail, [Self.v4, Self.v6])],
            [
                probe(Self.v4, .ready) {
                    $0.tls = Self.certificate(verified: false, error: "self-signed")
                },
                probe(Self.v6, .timeout),
            ]
        )
        let severities = DomainDiagnoser.diagnose(seen).findings.map(\.severity)
        #expect(severities == severities.sorted(by: >))
        #expect(Set(severities).count == 2)
    }
}
