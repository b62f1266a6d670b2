import Foundation
import ProcessTestSupport
import Testing

/// `transport.mode: apply` with the thresholds and the dwell that it has by itself, by a clock that the test sets.
extension TransportStoryTests {
    private static let diverted = "\ndomain1.test smtp:mail.domain1.test:2525\n"

    /// Runs with a webhook that is told of changes of the map alone.
    private func repairingRuns(_ options: String = "") throws -> ClockedRuns {
        let runs = try ClockedRuns("domain1.test")
        let url = runs.receiver.url("http", "/status/200/repair")
        let events = "[transport.diverted, transport.restored, transport.failed]"
        try runs.configure(
            """
            transport: {mode: apply\(options)}
            webhooks: [{name: ops, format: json, url: "\(url)", events: \(events)}]

            """
        )
        return runs
    }

    /// Blocked for three runs: diverted, and the waiting mail leaves; good for five runs and the dwell: restored.
    @Test func checkDivertsAndRestoresAndTellsOfBoth() async throws {
        let postfix = PostfixNetwork.shared
        let runs = try repairingRuns()
        try postfix.enter("clean")
        try postfix.install(PostfixNetwork.recipe, type: "hash")
        try postfix.emptyQueue()
        let before = try postfix.delivered
        #expect(try runs.check("clean").status == 0)

        try postfix.enter("reset-r1")
        try postfix.send(to: "domain1.test")
        try await postfix.waitUntilDeferred()
        for _ in 0..<2 {
            #expect(try runs.check("reset-r1").status == 2)
            #expect(try postfix.map == PostfixNetwork.recipe)
        }
        let third = try runs.check("reset-r1")
        #expect(third.errors.contains("mxprobe: note: divert domain1.test to "))
        #expect(try postfix.map.contains(Self.diverted))
        try await Waiting.until { try postfix.delivered == before + 1 }
        let told = try runs.told("repair")
        #expect(told.map(\.text) == ["transport.diverted transport:domain1.test diverted"])
        #expect(told.first?.time == runs.time)

        // The fifth good run comes before the half hour is over, the sixth with it.
        for _ in 0..<5 {
            #expect(try runs.check("clean").status == 1)
            #expect(try postfix.map.contains(Self.diverted))
        }
        let sixth = try runs.check("clean")
        #expect(sixth.errors.contains("mxprobe: note: restore domain1.test: done\n"))
        #expect(try postfix.map == PostfixNetwork.recipe)
        #expect(
            try runs.told("repair").map(\.text) == [
                "transport.diverted transport:domain1.test diverted",
                "transport.restored transport:domain1.test restored",
            ]
        )
        #expect(try runs.check("clean").status == 0)
    }

    /// A port that comes and goes changes nothing, and one that is blocked again is held for twice the time.
    @Test func flappingDoesNotFlapTheMap() throws {
        let postfix = PostfixNetwork.shared
        let runs = try repairingRuns(", after_successes: 2")
        try postfix.enter("clean")
        try postfix.install(PostfixNetwork.recipe, type: "hash")
        try postfix.emptyQueue()
        for scenario in ["reset-r1", "reset-r1", "clean", "reset-r1", "reset-r1", "clean"] {
            try runs.check(scenario)
            #expect(try postfix.map == PostfixNetwork.recipe)
        }
        for _ in 0..<3 { try runs.check("reset-r1") }
        for scenario in ["clean", "reset-r1", "clean", "reset-r1"] {
            try runs.check(scenario, after: 30)
            #expect(try postfix.map.contains(Self.diverted))
        }
        for _ in 0..<2 { try runs.check("clean") }
        #expect(try postfix.map == PostfixNetwork.recipe)

        for _ in 0..<3 { try runs.check("reset-r1") }
        for _ in 0..<2 { try runs.check("clean", after: 25) }
        #expect(try postfix.map.contains(Self.diverted), "for less than an hour the second time")
        try runs.check("clean", after: 10)
        #expect(try postfix.map == PostfixNetwork.recipe)
        #expect(
            try runs.told("repair").map(\.text) == [
                "transport.diverted transport:domain1.test diverted",
                "transport.restored transport:domain1.test restored",
                "transport.diverted transport:domain1.test diverted",
                "transport.restored transport:domain1.test restored",
            ]
        )
    }

    /// Without any network a check ends in its time, and what it found is told when the network is back.
    @Test func aCheckEndsInTimeWhenTheNetworkIsGone() throws {
        let runs = try ClockedRuns("domain1.test", "--no-postfix", "--timeout", "16")
        let url = runs.receiver.url("http", "/status/200/back")
        try runs.configure("webhooks: [{name: ops, format: json, url: \"\(url)\"}]\n")
        try runs.check("clean")
        // There is no way out, then no resolver answers, and at last nobody does, which is told after an hour.
        for (scenario, minutes) in [("noroute", 5), ("dns-dead", 5), ("offline", 60)] {
            let gone = try runs.check(scenario, after: Int64(minutes))
            #expect(gone.status == 2 || gone.status == 3, "\(scenario): \(gone)")
            // A hung one would be killed after two minutes; a busy machine is given some time of its own.
            #expect(gone.duration < .seconds(30), "\(scenario)")
        }
        #expect(try runs.told("back").isEmpty)
        try runs.check("clean")
        let told = try runs.told("back")
        #expect(
            told.contains { $0.text == "egress.blocked egress:ipv4 offline" },
            "\(runs.history)"
        )
        #expect(Set(told.map(\.id)).count == told.count)
    }
}
