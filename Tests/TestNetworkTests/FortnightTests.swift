import ProcessTestSupport
import Testing

/// Two weeks of real checks, alerts and receivers, compressed by a clock that the test sets.
extension TransportStoryTests {
    /// What every webhook is to be told, in this order.
    private static let story = [
        "egress.blocked egress:ipv4 blocked", "egress.blocked egress:ipv6 blocked",
        "egress.recovered egress:ipv4 open", "egress.recovered egress:ipv6 open",
        "domain.down domain:domain1.test filtered", "domain.recovered domain:domain1.test healthy",
        "domain.down domain:domain1.test filtered", "domain.recovered domain:domain1.test healthy",
        "domain.down domain:domain1.test filtered flapping",
        "domain.recovered domain:domain1.test healthy",
        "domain.down domain:domain1.test unreachable",
        "domain.recovered domain:domain1.test healthy",
        "egress.blocked egress:ipv4 offline", "egress.blocked egress:ipv6 offline",
        "egress.recovered egress:ipv4 open", "egress.recovered egress:ipv6 open",
    ]

    /// Configures four webhooks, of which one is tried by a receiver that fails in ever new ways.
    private func receive(_ runs: ClockedRuns, trials: String, gone: Int = 410) throws {
        let elsewhere = runs.receiver.url("http", "/status/200/followed")
        let urls = [
            ("steady", runs.receiver.url("http", "/status/200/steady")), ("trials", trials),
            ("gone", runs.receiver.url("http", "/status/\(gone)/gone")),
            ("moved", runs.receiver.url("http", "/redirect/302/moved?to=\(elsewhere)")),
        ]
        let lines = urls.map { "  - {name: \($0), format: json, url: \"\($1)\"}\n" }
        try runs.configure("webhooks:\n" + lines.joined())
    }

    @Test func aFortnightIsToldOnceAndInOrder() throws {
        let runs = try ClockedRuns("domain1.test", "twomx.test", "--no-postfix", "--timeout", "16")
        let receiver = runs.receiver
        // Nothing listens: the receiver is down. Then port 25 is blocked.
        try receive(runs, trials: "http://198.18.3.2:9/")
        #expect(try runs.check("clean").status == 0)
        try runs.check("reset-r1")
        let blocked = try runs.check("reset-r1")
        #expect(blocked.status == 2)
        #expect(blocked.errors.contains("webhook 'gone' wants no more and is disabled"))
        #expect(blocked.errors.contains("webhook 'trials' did not take egress.blocked"))
        #expect(blocked.errors.contains("webhook 'moved' will never be told of egress.blocked"))

        try receive(runs, trials: receiver.url("http", "/status/500/trials"))
        for _ in 0..<2 { try runs.check("clean") }
        #expect(try runs.told("trials").count >= 1)

        // The main server comes and goes; a receiver that has too much to do asks for half an hour.
        runs.time += ClockedRuns.day
        try receive(runs, trials: receiver.url("http", "/retry/429/trials?after=1800"))
        let before = try runs.told("trials").count
        for round in 0..<3 {
            for _ in 0..<2 { try runs.check("main-refuse25") }
            for _ in 0..<2 where round < 2 { try runs.check("clean") }
        }
        let asked = try runs.told("trials").dropFirst(before).map(\.time)
        #expect(asked.count == 2)
        #expect(zip(asked, asked.dropFirst()).allSatisfy { $1 - $0 >= 1_800 })
        // What flaps is told to be well again only when it stays so.
        try runs.check("clean")
        for _ in 0..<2 { try runs.check("clean", after: 60) }

        // It is down as a whole, and the receiver answers no faster than a byte at a time.
        runs.time += ClockedRuns.day
        try receive(runs, trials: receiver.url("http", "/slow-head/200/trials"))
        for _ in 0..<2 { #expect(try runs.check("main-down").status == 2) }
        try receive(runs, trials: receiver.url("expired", "/status/200/trials"))
        for _ in 0..<2 { try runs.check("clean", after: 30) }

        // The network goes, and with it the way to the receivers, just when that is to be told.
        runs.time += ClockedRuns.day
        let known = try runs.told("steady").count
        for minutes in [5, 61] as [Int64] {
            let offline = try runs.check("offline", after: minutes)
            #expect(offline.status == 2 || offline.status == 3)
        }
        #expect(try runs.told("steady").count == known)
        try receive(runs, trials: receiver.url("http", "/endless-body/200/trials"))
        for _ in 0..<2 { try runs.check("clean", after: 20) }

        #expect(try runs.told("gone").count == 1)
        try receive(runs, trials: receiver.url("http", "/status/200/trials"), gone: 200)
        #expect(try runs.run(["webhook", "flush", "gone"]).status == 0)
        let flushed = try runs.run(["webhook", "flush"])
        #expect(flushed.output.hasSuffix("nothing waits\n"), "\(flushed.output)")
        try expectStory(runs)
    }

    private func expectStory(_ runs: ClockedRuns) throws {
        let steady = try runs.told("steady")
        #expect(steady.map(\.text) == Self.story)
        let ids = steady.map(\.id)
        #expect(Set(ids).count == ids.count)
        #expect(try runs.told("trials").ids == ids)
        #expect(try runs.told("gone").ids == ids)
        #expect(try runs.told("moved").map(\.id) == ids)
        let followed = try runs.receiver.requests(with: "/followed")
        #expect(followed.allSatisfy { $0.target.hasPrefix("/redirect/") })
        let queue = try runs.run(["webhook", "queue"]).output
        // What waits, was delivered, was given up, and is held.
        let rows = queue.split(separator: "\n").dropFirst().map { line in
            line.split(separator: " ").prefix(5).joined(separator: " ")
        }
        let all = ids.count
        #expect(
            rows == [
                "gone 0 \(all) 0 0", "moved 0 0 \(all) 0", "steady 0 \(all) 0 0",
                "trials 0 \(all) 0 0",
            ],
            "\(queue)"
        )
    }
}
