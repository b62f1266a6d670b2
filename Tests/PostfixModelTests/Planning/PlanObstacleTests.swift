import PostfixModel
import ProbeModel
import Testing
import TransportMap

/// What of a table keeps a change from being planned, and what a person does about it.
@Suite("Obstacles of a plan")
struct PlanObstacleTests {
    private let domain: DomainName
    private let pattern: TransportPattern
    private let divert: WantedChange

    init() throws {
        domain = try #require(DomainName("domain1.test"))
        pattern = try #require(TransportPattern("domain1.test"))
        divert = .change(
            .divert(pattern, to: try #require(TransportResult("smtp:mail.domain1.test:2525"))),
            isVerified: true,
            reason: "25 is blocked"
        )
    }

    private func map(_ text: String) throws -> TransportMap {
        try #require(TransportMap(Array(text.utf8)))
    }

    private func table(_ text: String, index: String? = nil) throws -> PlanTable {
        var table = PlanTable(
            name: "hash:/etc/postfix/transport",
            file: "/etc/postfix/transport",
            map: try map(text)
        )
        if let index {
            table.pending = PendingEntries(text: try map(text), index: try map(index))
                .map { .entries($0) }
        }
        return table
    }

    private func refusal(_ plan: TransportPlan) -> [String]? {
        guard case .refused(let reasons)? = plan.items.first?.decision else { return nil }
        return reasons
    }

    private func overlay(_ text: String?, _ absence: PlanTable.Absence?) throws -> PlanTable {
        PlanTable(
            name: "hash:/etc/postfix/mxprobe_transport",
            file: "/etc/postfix/mxprobe_transport",
            map: try text.map { try map($0) },
            isOverlay: true,
            absence: absence
        )
    }

    @Test("a listed overlay that is not there is made anew, whatever else is planned")
    func absentOverlay() throws {
        let plan = TransportPlanner(tables: [try overlay(nil, .text)]).plan([])
        #expect(!plan.isEmpty)
        #expect(plan.tables.map(\.edit.bytes) == [OverlayMap.header])
        #expect(plan.notices.count == 1)
        #expect(
            plan.notices.first?.hasPrefix(
                "transport_maps lists /etc/postfix/mxprobe_transport, but "
                    + "/etc/postfix/mxprobe_transport does not exist, and Postfix defers all mail"
            ) == true
        )
        // A change goes into it at the same time.
        let planner = TransportPlanner(tables: [try overlay(nil, .text)], usesOverlay: true)
        #expect(planner.plan([(domain, nil, divert)]).tables.map(\.domains) == [[domain]])
        #expect(planner.plan([(domain, nil, divert)]).notices.count == 1)
    }

    @Test("so is the index of a listed overlay, whose text stays")
    func absentIndex() throws {
        let text = String(decoding: OverlayMap.header, as: UTF8.self) + "a.test smtp:[a]\n"
        let plan = TransportPlanner(tables: [try overlay(text, .index)]).plan([])
        #expect(!plan.isEmpty)
        #expect(plan.tables.map(\.edit.isEmpty) == [true])
        #expect(plan.notices.first?.contains("but the index of ") == true)
        #expect(TransportPlanner(tables: [try overlay(text, nil)]).plan([]).isEmpty)
    }

    @Test("an overlay that holds the entry and is not in use is to be set up")
    func unusedOverlay() throws {
        let text =
            String(decoding: OverlayMap.header, as: UTF8.self)
            + "domain1.test smtp:mail.domain1.test:2525\n"
        var table = try overlay(text, nil)
        #expect(
            TransportPlanner(tables: [table], usesOverlay: true).plan([(domain, nil, divert)])
                .isEmpty
        )
        table.isInUse = false
        let planner = TransportPlanner(tables: [table], usesOverlay: true)
        let plan = planner.plan([(domain, nil, divert)])
        #expect(plan.tables.map(\.domains) == [[domain]])
        #expect(plan.tables.map(\.edit.isEmpty) == [true])
        #expect(plan.items.map(\.decision) == [.changed("25 is blocked")])
        // Nobody wants what else it may hold.
        #expect(planner.plan([(domain, nil, .nothing(["all is well"]))]).isEmpty)
    }

    /// A text, and what of it `postmap` would warn about.
    static let problems = [
        ("domain1.test smtp:a\nDOMAIN1.test smtp:b\n", "line 2: repeats the pattern of line 1"),
        (" x y\ndomain1.test smtp:a\n", "line 1: starts with white space but continues nothing"),
        ("lonely\ndomain1.test smtp:a\n", "line 1: has no result after the pattern"),
        ("b.test: smtp:b\ndomain1.test smtp:a\n", "line 1: has a pattern that ends in a colon"),
        ("a\"b smtp:b\n", "line 1: has an unbalanced double quote"),
    ]

    @Test(
        "what postmap would warn about is told before, by line, with its cure",
        arguments: problems
    )
    func toldBefore(text: String, words: String) throws {
        let plan = TransportPlanner(tables: [try table(text)]).plan([(domain, nil, divert)])
        #expect(plan.isEmpty)
        let reasons = try #require(refusal(plan))
        #expect(reasons.count == 2)
        #expect(reasons[0].hasPrefix("postmap would warn about /etc/postfix/transport, "))
        #expect(reasons[1].hasPrefix(words), "\(reasons[1])")
        #expect(reasons[1].contains("; "))
    }

    @Test("of many such lines only the first are told")
    func manyProblems() throws {
        let text = (1...9).map { "lonely\($0)\n" }.joined()
        let plan = TransportPlanner(tables: [try table(text)]).plan([(domain, nil, divert)])
        #expect(refusal(plan)?.count == 5)
        #expect(refusal(plan)?.last == "and 6 more lines")
    }

    @Test("nothing is undone there either, and what needs no change is told as ever")
    func problemsOfOthers() throws {
        let diverted = try map("domain1.test smtp:a\n").plan([
            .divert(pattern, to: try #require(TransportResult("smtp:a:2525")))
        ])
        let text = String(decoding: diverted.bytes, as: UTF8.self) + "lonely\n"
        let planner = TransportPlanner(tables: [try table(text)])
        #expect(planner.revert([domain]).isEmpty)
        #expect(refusal(planner.revert([domain]))?.count == 2)
        #expect(planner.revert(nil).isEmpty)
        #expect(refusal(planner.revert(nil))?.count == 2)
        let nothing = planner.plan([(domain, nil, .nothing(["all is well"]))])
        #expect(nothing.items.map(\.decision) == [.unchanged(["all is well"])])
    }

    @Test(
        "an entry that is not in the index yet is somebody's: it is left alone unless told otherwise"
    )
    func ownPending() throws {
        let table = try table(
            "a.test x\ndomain1.test smtp:new\n",
            index: "a.test x\ndomain1.test smtp:old\n"
        )
        var planner = TransportPlanner(tables: [table])
        let refused = planner.plan([(domain, nil, divert)])
        #expect(refused.isEmpty)
        #expect(
            refusal(refused) == [
                "/etc/postfix/transport was edited here without running postmap: "
                    + "line 2 says domain1.test smtp:new, and the index says smtp:old",
                "run 'postmap hash:/etc/postfix/transport' if that is meant, "
                    + "or give --publish-pending to go on from it",
            ]
        )
        planner.publishesPending = true
        let plan = planner.plan([(domain, nil, divert)])
        #expect(plan.tables.map(\.domains) == [[domain]])
        #expect(plan.notices.count == 1)
    }

    @Test("what others wrote is listed, and keeps the plan from being carried out")
    func otherPending() throws {
        let index = "domain1.test smtp:x\ngone.test smtp:g\n"
        let text = "domain1.test smtp:x\n" + (1...9).map { "n\($0).test smtp:[n]\n" }.joined()
        let plan = TransportPlanner(tables: [try table(text, index: index)])
            .plan([(domain, nil, divert)])
        #expect(plan.tables.map(\.domains) == [[domain]])
        let obstacle = try #require(plan.pendingObstacle)
        #expect(plan.notices == [obstacle.message])
        #expect(
            obstacle.message.hasPrefix(
                "/etc/postfix/transport was edited without running postmap, and the change would bring "
                    + "10 entries into use beside: line 2 says n1.test smtp:[n], "
                    + "and the index has no such entry; line 3 "
            )
        )
        #expect(obstacle.message.hasSuffix("; and 5 more"))
        #expect(
            obstacle.advice
                == "run 'postmap hash:/etc/postfix/transport' if that is meant, or give --publish-pending"
        )
        let same = TransportPlanner(tables: [try table(text, index: text)])
        #expect(same.plan([(domain, nil, divert)]).pendingObstacle == nil)
    }

    @Test("an index that cannot be compared is an obstacle too")
    func unknownPending() throws {
        var table = try table("domain1.test smtp:x\n")
        table.pending = .unknown("it hangs\u{1b}")
        let plan = TransportPlanner(tables: [table]).plan([(domain, nil, divert)])
        #expect(!plan.isEmpty)
        #expect(plan.pendingObstacle?.message.contains("cannot be told: it hangs") == true)
        #expect(plan.pendingObstacle?.message.contains("\u{1b}") == false)
    }

    @Test("a diverted entry that was changed by hand is left alone, and the way out is told")
    func changedByHand() throws {
        let diverted = try map("# m\ndomain1.test smtp:old\n").plan([
            .divert(pattern, to: try #require(TransportResult("smtp:old:2525")))
        ])
        let text = String(decoding: diverted.bytes, as: UTF8.self)
        let cases = [
            (
                text.replacing("old:2525\n", with: "mine\n"),
                "now line 3 says: domain1.test smtp:mine"
            ),
            (text.replacing("domain1.test smtp:old:2525\n", with: ""), "now there is no entry"),
        ]
        for (changed, now) in cases {
            let planner = TransportPlanner(tables: [try table(changed)])
            for plan in [
                planner.plan([(domain, nil, divert)]), planner.revert([domain]),
                planner.revert(nil),
            ] {
                let reasons = try #require(refusal(plan))
                #expect(reasons.count == 4)
                #expect(reasons[1] == "before the diversion there was: domain1.test smtp:old")
                #expect(reasons[2] == now)
                #expect(
                    reasons[3].hasPrefix("'mxprobe transport revert --forget domain1.test' ")
                )
            }
            let forgotten = planner.forget([domain])
            let lines = changed.split(separator: "\n").filter { !$0.hasPrefix("# mxprobe/") }
            #expect(
                forgotten.tables.map { String(decoding: $0.edit.bytes, as: UTF8.self) }
                    == [lines.joined(separator: "\n") + "\n"]
            )
        }
    }

    @Test("there is nothing to forget in mxprobe's own map, and where nothing is diverted")
    func nothingToForget() throws {
        let text = String(decoding: OverlayMap.header, as: UTF8.self) + "domain1.test smtp:[a]\n"
        let planner = TransportPlanner(tables: [try overlay(text, nil), try table("a.test x\n")])
        #expect(planner.forget([domain]).isEmpty)
        #expect(refusal(planner.forget([domain]))?.first?.contains("without --forget") == true)
        let other = try #require(DomainName("a.test"))
        #expect(
            planner.forget([other]).items.map(\.decision) == [
                .unchanged(["a.test is not diverted"])
            ]
        )
    }
}
