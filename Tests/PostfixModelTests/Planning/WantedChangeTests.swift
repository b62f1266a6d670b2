import PostfixModel
import ProbeModel
import Testing

@Suite("What a diagnosis wants of the transport maps")
struct WantedChangeTests {
    private func diagnosis(
        _ recommendations: [Recommendation] = [],
        diverted result: String? = nil
    ) throws -> DomainDiagnosis {
        let name = try #require(DomainName("domain1.test"))
        let lookup = Lookup(question: Question(name: name, type: .mx), status: .noData)
        let resolution = MXResolution(
            domain: name,
            mxLookup: lookup,
            source: .none,
            hosts: []
        )
        var diagnosis = DomainDiagnosis(
            observation: DomainObservation(resolution: resolution, probes: []),
            verdict: .diverted,
            severity: .warning,
            summary: "mail flows over port 2525"
        )
        if let result {
            diagnosis.route = Route(source: .transport, pattern: "domain1.test", result: result)
            diagnosis.route.diversion = RouteDiversion(original: nil)
        }
        diagnosis.recommendations = recommendations
        return diagnosis
    }

    @Test("a relay that answers is told with what it takes to use it")
    func relayhost() throws {
        let advice = Recommendation(
            action: .useRelayhost,
            result: "[relay.test]:587",
            verified: true,
            reason: "the relay relay.test takes the mail",
            snippets: [
                Snippet("for this domain", "domain1.test  smtp:[relay.test]:587"),
                Snippet("for all", "postconf -e 'relayhost = [relay.test]:587'\npostfix reload"),
            ]
        )
        #expect(
            WantedChange(try diagnosis([advice]))
                == .nothing([
                    "the relay relay.test takes the mail; for this domain: domain1.test  "
                        + "smtp:[relay.test]:587; for all: "
                        + "postconf -e 'relayhost = [relay.test]:587' && postfix reload"
                ])
        )
    }

    @Test(
        "a style that a diverted entry does not have is not passed over in silence",
        arguments: [
            ("smtp:[a.test]:2525", nil, nil), ("smtp:[a.test]:2525", false, nil),
            ("smtp:[a.test]:2525", true, "failover"),
            ("smtp:[a.test]:25, [a.test]:2525", true, nil),
            ("smtp:[a.test]:25, [a.test]:2525", false, "port"),
        ] as [(String, Bool?, String?)]
    )
    func style(result: String, wantsList: Bool?, told: String?) throws {
        let wanted = WantedChange(try diagnosis(diverted: result), wantsList: wantsList)
        guard case .nothing(let reasons) = wanted else {
            Issue.record("a change is wanted")
            return
        }
        #expect(reasons.count == (told == nil ? 1 : 2))
        if let told { #expect(reasons.last?.hasSuffix("--style \(told)") == true) }
    }

    @Test("entries for addresses of a diverted domain are told")
    func addresses() throws {
        var diagnosis = try diagnosis(diverted: "smtp:[a.test]:2525")
        diagnosis.route.addressEntries = RouteAddressEntries([
            RouteAddressEntry(address: "boss@domain1.test", result: "smtp:[b.test]", place: nil)
        ])
        guard case .nothing(let reasons) = WantedChange(diagnosis) else {
            Issue.record("a change is wanted")
            return
        }
        #expect(
            reasons.last
                == "entries for single addresses keep their own route: boss@domain1.test smtp:[b.test]"
        )
    }
}
