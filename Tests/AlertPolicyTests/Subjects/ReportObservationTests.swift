import AlertPolicy
import ProbeModel
import Testing

/// What the policy takes from a diagnosis and from a report on port 25.
@Suite struct ReportObservationTests {
    private func egress(
        _ verdict: EgressVerdict,
        reachesHost: Bool? = nil,
        evidence: [Evidence] = []
    ) -> Condition {
        SubjectObservation(
            EgressReport(
                family: .ipv4,
                verdict: verdict,
                evidence: evidence,
                reachesHost: reachesHost
            )
        ).condition
    }

    @Test(
        arguments: [
            (EgressVerdict.open, Severity.ok), (.unavailable, .ok), (.throttled, .warning),
            (.blocked, .critical), (.intercepted, .critical), (.locallyBlocked, .critical),
            (.offline, .unknown), (.inconclusive, .unknown),
        ]
    )
    func egressIsJudged(_ row: (verdict: EgressVerdict, severity: Severity)) {
        let condition = egress(row.verdict)
        #expect(condition.severity == row.severity && condition.verdict == row.verdict.rawValue)
    }

    /// What lets mail through all the same is no alert.
    @Test func detoursAreNoAlert() {
        #expect(egress(.intercepted, reachesHost: true).flow == .flowing)
        #expect(egress(.intercepted, reachesHost: false).flow == .stopped)
        let passes = Evidence(.mailOwnerPasses, "the user postfix gets through")
        #expect(egress(.locallyBlocked, evidence: [passes]).flow == .flowing)
    }

    private func diagnosis() throws -> DomainDiagnosis {
        let domain = try #require(DomainName("domain1.test"))
        var host = MXHost(preference: 10, exchange: DNSName(domain))
        let address = try #require(IPAddress("203.0.113.11"))
        host.addressLookups = [
            Lookup(
                question: Question(name: domain, type: .a),
                status: .found,
                records: [.address(address)]
            )
        ]
        let probes = [UInt16(25), 2525].map { port in
            var probe = ProbeObservation(
                endpoint: Endpoint(address: address, port: port),
                outcome: .ready
            )
            probe.tls = TLSObservation(
                version: "TLSv1.3",
                cipher: "",
                verified: true,
                error: nil,
                names: ["domain1.test"],
                notAfter: 5,
                dane: nil
            )
            return probe
        }
        let resolution = MXResolution(
            domain: domain,
            mxLookup: Lookup(question: Question(name: domain, type: .mx), status: .found),
            source: .mx,
            hosts: [host]
        )
        return DomainDiagnosis(
            observation: DomainObservation(
                resolution: resolution,
                probes: probes,
                allowedSpecialPurpose: [try #require(IPNetwork("203.0.113.0/24"))]
            ),
            verdict: .diverted,
            summary: "mail flows over another port",
            findings: [
                Finding(.familyFails, .warning, subject: "IPv6", message: "fails"),
                Finding(.certificateUnverified, .ok, subject: "x", message: "y"),
            ],
            recommendations: [
                Recommendation(action: .none, reason: "nothing"),
                Recommendation(action: .requestUnblock, reason: "ask"),
            ]
        )
    }

    @Test func diagnosisIsTaken() throws {
        var diagnosis = try diagnosis()
        // The administrator's own diversion is as it should be.
        diagnosis.severity = .ok
        let found = SubjectObservation(diagnosis)
        #expect(found.subject.key == "domain:domain1.test")
        #expect(found.condition == Condition(verdict: "diverted", severity: .ok))
        #expect(
            found.evidence == [AlertEvidence(id: "net.family-fails", message: "IPv6: fails")]
        )
        #expect(found.advice?.action == .requestUnblock && found.families == [.ipv4])
    }

    /// Only what port 25 shows counts, and DANE-EE needs no date.
    @Test func certificatesAreTaken() throws {
        var observation = try diagnosis().observation
        #expect(CertificateObservation.all(in: observation).map(\.notAfter) == [5])
        let old = try #require(observation.probes[0].tls)
        observation.probes[0].tls = TLSObservation(
            version: old.version,
            cipher: old.cipher,
            verified: true,
            error: nil,
            names: old.names,
            notAfter: old.notAfter,
            dane: .verified
        )
        #expect(CertificateObservation.all(in: observation) == [])
    }
}
