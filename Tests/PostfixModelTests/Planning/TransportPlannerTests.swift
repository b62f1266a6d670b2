import PostfixModel
import ProbeModel
import Testing
import TransportMap

@Suite("A plan of the transport maps")
struct TransportPlannerTests {
    private let domain: DomainName
    private let result: TransportResult
    private let pattern: TransportPattern

    init() throws {
        domain = try #require(DomainName("domain1.test"))
        result = try #require(TransportResult("smtp:mail.domain1.test:2525"))
        pattern = try #require(TransportPattern("domain1.test"))
    }

    private func table(
        _ text: String,
        name: String = "hash:/etc/postfix/transport",
        obstacle: String? = nil,
        isOverlay: Bool = false
    ) -> PlanTable {
        PlanTable(
            name: name,
            file: name.split(separator: ":").last.map(String.init),
            map: TransportMap(Array(text.utf8)),
            obstacle: obstacle,
            isOverlay: isOverlay
        )
    }

    private var divert: WantedChange {
        .change(.divert(pattern, to: result), isVerified: true, reason: "25 is blocked")
    }

    private func text(_ plan: TransportPlan, table: Int = 0) -> String {
        String(decoding: plan.tables[table].edit.bytes, as: UTF8.self)
    }

    @Test("changes the entry in the table that holds it")
    func presentEntry() throws {
        let planner = TransportPlanner(tables: [
            table("other.test smtp:[a]\n", name: "hash:/etc/postfix/first"),
            table("domain1.test smtp:mail.domain1.test\n"),
        ])
        let place = FilePlace(file: "/etc/postfix/transport", line: 1)
        let plan = planner.plan([(domain, place, divert)])
        #expect(plan.tables.map(\.table.file) == ["/etc/postfix/transport"])
        #expect(text(plan).hasSuffix("\ndomain1.test smtp:mail.domain1.test:2525\n"))
        #expect(plan.tables.first?.domains == [domain])
        #expect(plan.items.map(\.decision) == [.changed("25 is blocked")])
    }

    @Test("adds an entry to the first table that can be written")
    func newEntry() throws {
        let planner = TransportPlanner(tables: [
            table("", name: "regexp:/etc/postfix/re", obstacle: "holds patterns"),
            table("other.test smtp:[a]\n"),
        ])
        let plan = planner.plan([(domain, nil, divert)])
        #expect(plan.tables.map(\.table.file) == ["/etc/postfix/transport"])
        #expect(text(plan).hasPrefix("other.test smtp:[a]\n"))
    }

    @Test(
        "where somebody else has to write the table, the entry is told",
        arguments: [
            (
                "regexp:/etc/postfix/re",
                "/@domain1\\.test$/  smtp:mail.domain1.test:2525, above every pattern that matches too"
            ),
            ("inline:{a=b}", "{ domain1.test = smtp:mail.domain1.test:2525 } inside the braces"),
            (
                "ldap:/etc/postfix/ldap.cf",
                "the key domain1.test with the value smtp:mail.domain1.test:2525"
            ),
            ("hash:/etc/postfix/managed", "domain1.test  smtp:mail.domain1.test:2525"),
        ]
    )
    func obstacle(name: String, entry: String) {
        let planner = TransportPlanner(tables: [table("", name: name, obstacle: "is not ours")])
        let plan = planner.plan([(domain, nil, divert)])
        #expect(plan.isEmpty)
        #expect(
            plan.items.map(\.decision)
                == [.refused(["\(name) is not ours", "the entry to put there: \(entry)"])]
        )
    }

    @Test("leaves alone what is not verified, unless told otherwise")
    func unverified() throws {
        var planner = TransportPlanner(tables: [table("")])
        let change = WantedChange.change(
            .divert(pattern, to: result),
            isVerified: false,
            reason: "it asks strangers to come again"
        )
        let plan = planner.plan([(domain, nil, change)])
        #expect(plan.isEmpty)
        guard case .refused(let reasons)? = plan.items.first?.decision else {
            Issue.record("the change is planned")
            return
        }
        #expect(reasons.last == "it asks strangers to come again")
        planner.onlyVerified = false
        #expect(!planner.plan([(domain, nil, change)]).isEmpty)
    }

    @Test("does not plan what must not be made")
    func refused() {
        let planner = TransportPlanner(tables: [table("")])
        let plan = planner.plan([(domain, nil, .refused(["master.cf has no service x."]))])
        #expect(plan.isEmpty)
        #expect(plan.items.map(\.decision) == [.refused(["master.cf has no service x."])])
    }

    @Test("says why the table that holds the entry is not written")
    func obstacle() throws {
        let planner = TransportPlanner(tables: [
            table("", name: "ldap:/etc/postfix/ldap.cf", obstacle: "is no file of mxprobe's"),
            table("other.test smtp:[a]\n"),
        ])
        let place = FilePlace(file: "/etc/postfix/ldap.cf")
        let plan = planner.plan([(domain, place, divert)])
        #expect(plan.isEmpty)
        #expect(
            plan.items.map(\.decision)
                == [
                    .refused([
                        "ldap:/etc/postfix/ldap.cf is no file of mxprobe's",
                        "the entry to put there: the key domain1.test with the value smtp:mail.domain1.test:2525",
                    ])
                ]
        )
    }

    @Test("touches no other table than the one that is named")
    func onlyFile() {
        let first = table("domain1.test smtp:x\n", name: "hash:/etc/postfix/first")
        let second = table("", name: "hash:/etc/postfix/second")
        var planner = TransportPlanner(
            tables: [first, second],
            onlyFile: "/etc/postfix/second"
        )
        let place = FilePlace(file: "/etc/postfix/first", line: 1)
        let elsewhere = "the present entry stands in /etc/postfix/first, not in /etc/postfix/second"
        #expect(
            planner.plan([(domain, place, divert)]).items.map(\.decision) == [.refused([elsewhere])]
        )
        #expect(
            planner.plan([(domain, nil, divert)]).tables.map(\.table.file) == [
                "/etc/postfix/second"
            ]
        )
        planner.onlyFile = "/etc/postfix/none"
        #expect(
            planner.plan([(domain, nil, divert)]).items.map(\.decision)
                == [.refused(["/etc/postfix/none is no table of transport_maps"])]
        )
    }

    @Test("uses the overlay when told to, and leaves the administrator's table alone")
    func overlay() throws {
        let overlay = PlanTable(
            name: "hash:/etc/postfix/mxprobe_transport",
            file: "/etc/postfix/mxprobe_transport",
            isOverlay: true
        )
        let own = table("domain1.test smtp:mail.domain1.test\n")
        let planner = TransportPlanner(tables: [overlay, own], usesOverlay: true)
        let place = FilePlace(file: "/etc/postfix/transport", line: 1)
        let plan = planner.plan([(domain, place, divert)])
        #expect(plan.tables.map(\.table.isOverlay) == [true])
        #expect(text(plan).hasSuffix("\ndomain1.test smtp:mail.domain1.test:2525\n"))
    }

    @Test("without an overlay says how to get one")
    func noOverlay() throws {
        let planner = TransportPlanner(tables: [table("")], usesOverlay: true)
        let plan = planner.plan([(domain, nil, divert)])
        #expect(
            plan.items.map(\.decision) == [.refused(["there is no overlay map; --init sets it up"])]
        )
    }

    @Test("undoes what was diverted, in whichever table it is, and nothing else")
    func revert() throws {
        let before = "a.test smtp:[a]\ndomain1.test smtp:mail.domain1.test\n"
        let diverted = try #require(TransportMap(Array(before.utf8)))
            .plan([.divert(pattern, to: result)]).bytes
        let planner = TransportPlanner(tables: [
            table("b.test smtp:[b]\n", name: "hash:/etc/postfix/first"),
            table(String(decoding: diverted, as: UTF8.self)),
        ])
        #expect(text(planner.revert([domain])) == before)
        #expect(text(planner.revert(nil)) == before)
        #expect(planner.revert(nil).tables.count == 1)
        let other = try #require(DomainName("a.test"))
        #expect(
            planner.revert([other]).items.map(\.decision) == [
                .unchanged(["a.test is not diverted"])
            ]
        )
    }

    @Test("a diversion that stands already is no change")
    func twice() throws {
        let once = try #require(TransportMap(Array("domain1.test smtp:x\n".utf8)))
            .plan([.divert(pattern, to: result)]).bytes
        let planner = TransportPlanner(tables: [table(String(decoding: once, as: UTF8.self))])
        let plan = planner.plan([(domain, nil, divert)])
        #expect(plan.isEmpty)
        #expect(plan.items.map(\.decision) == [.unchanged(["the entry says so already"])])
    }

    @Test("takes what to do from the first recommendation that is about the map")
    func wanted() throws {
        let resolution = MXResolution(
            domain: domain,
            mxLookup: Lookup(question: Question(name: domain, type: .mx), status: .found),
            source: .mx,
            hosts: []
        )
        var diagnosis = DomainDiagnosis(
            observation: DomainObservation(resolution: resolution, probes: []),
            verdict: .blocked,
            summary: "port 25 is blocked"
        )
        #expect(WantedChange(diagnosis) == .nothing(["port 25 is blocked"]))
        diagnosis.recommendations = [Recommendation(action: .requestUnblock, reason: "ask")]
        #expect(WantedChange(diagnosis) == .nothing(["ask"]))
        diagnosis.recommendations.append(
            Recommendation(
                action: .setTransport,
                pattern: "domain1.test",
                result: "smtp:mail.domain1.test:2525",
                verified: true,
                reason: "it takes the mail"
            )
        )
        let expected = WantedChange.change(
            .divert(pattern, to: result),
            isVerified: true,
            reason: "it takes the mail"
        )
        #expect(WantedChange(diagnosis) == expected)
        diagnosis.recommendations = [
            Recommendation(action: .restoreTransport, pattern: "domain1.test", reason: "25 is back")
        ]
        #expect(
            WantedChange(diagnosis)
                == .change(.revert(pattern), isVerified: true, reason: "25 is back")
        )
    }
}
