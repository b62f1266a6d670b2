import AlertPolicy
import ProbeModel
import Testing

/// What is told of one domain, run by run every five minutes.
@Suite struct SubjectPolicyTests {
    @Test(
        arguments: [
            // Two bad runs make an alert, two good ones end it.
            ("hhhh", ""),
            ("hhuh", ""),
            ("hhuu", "3:down"),
            ("hhuuuuu", "3:down"),
            ("uu", "1:down"),
            ("u", ""),
            ("uhu", ""),
            ("uuh", "1:down"),
            ("uuhh", "1:down 3:recovered"),
            ("uuhuhuhu", "1:down"),
            ("uuhuhh", "1:down 5:recovered"),
            // The bad runs need not agree.
            ("hum", "2:down"),
            // Another fault is a change once it stands.
            ("uum", "1:down"),
            ("uumm", "1:down 3:changed"),
            ("uumum", "1:down"),
            ("uummuu", "1:down 3:changed 5:changed"),
            // A warning is not an alert, and mail that flows again is a recovery.
            ("hhddd", ""),
            ("ddduu", "4:down"),
            ("uudd", "1:down 3:recovered"),
            ("uuddhh", "1:down 3:recovered"),
            ("uuvv", "1:down 3:recovered"),
            // Runs that cannot tell neither count nor end a row.
            ("hhusu", "4:down"),
            ("huiih", ""),
            ("uushsh", "1:down 5:recovered"),
            ("iiiiii", ""),
            ("siiuu", "4:down"),
            // An hour of them is an alert: twelve steps after the first.
            ("hssssssssssss", ""),
            ("hsssssssssssss", "13:down"),
            ("hsssssssssssssiii", "13:down"),
            ("hssssssssssssshh", "13:down 15:recovered"),
            ("hsssssssssssssuu", "13:down 15:changed"),
            ("uusssssssssssss", "1:down 14:changed"),
        ]
    )
    func tells(_ row: (runs: String, told: String)) throws {
        var world = World()
        #expect(try world.script(row.runs) == row.told)
    }

    @Test(
        arguments: [
            (1, 1, "uhu", "0:down 1:recovered 2:down"),
            (3, 1, "uuhuuuh", "5:down 6:recovered"),
            (2, 3, "uuhhuhhh", "1:down 7:recovered"),
        ]
    )
    func honoursThresholds(
        _ row: (failures: Int, successes: Int, runs: String, told: String)
    )
        throws
    {
        var world = World(
            AlertRules(afterFailures: row.failures, afterSuccesses: row.successes)
        )
        #expect(try world.script(row.runs) == row.told)
    }

    @Test func countsARunOnce() throws {
        var world = World()
        world.run([try Found.domain("domain1.test", .unreachable)])
        world.runs -= 1
        world.time -= World.step
        #expect(world.run([try Found.domain("domain1.test", .unreachable)]) == [])
        #expect(world.run([try Found.domain("domain1.test", .unreachable)]).count == 1)
    }

    /// The event carries what a reader needs.
    @Test func eventsAreWhole() throws {
        var world = World()
        _ = try world.script("huu")
        let down = try #require(world.events.first)
        #expect(down.kind == .domainDown && down.occasion == .began)
        #expect(down.old == nil && down.new.verdict == "unreachable")
        #expect(down.since == World.monday + World.step, "the first bad run")
        #expect(down.openedAt == down.since && down.time == World.monday + 2 * World.step)
        #expect(down.runID == "run2" && down.host == "backup.example")
        #expect(down.summary == "the domain is unreachable")
        #expect(down.alertKey == "domain:domain1.test")
        _ = try world.script("hh")
        let up = try #require(world.events.last)
        #expect(up.kind == .domainRecovered && up.occasion == .ended)
        #expect(up.old?.verdict == "unreachable" && up.new.verdict == "healthy")
        #expect(up.openedAt == down.openedAt && up.since == World.monday + 3 * World.step)
        #expect(up.id != down.id && up.alertKey == down.alertKey)
    }

    /// Ids are the same when a run is told again after a crash, and fit where ids may hold no full stop.
    @Test func idsAreDerived() throws {
        var first = World()
        var second = World()
        _ = try first.script("uu")
        _ = try second.script("uu")
        #expect(first.events == second.events)
        let id = try #require(first.events.first?.id)
        #expect(id.hasPrefix("evt_") && id.utf8.count == 36)
        #expect(
            id.utf8.allSatisfy { $0 == 95 || (48...57).contains($0) || (97...122).contains($0) }
        )
    }

    @Test func remindsWhenAsked() throws {
        var world = World(AlertRules(remindEvery: 900))
        #expect(
            try world.script("uuuuuuuumm hhhh")
                == "1:down 4:again-down 7:again-down 9:changed 11:recovered"
        )
    }

    @Test func endsTheAlertOfARetiredSubject() throws {
        var world = World()
        _ = try world.script("uu")
        let subject = try Found.domain("domain1.test", .unreachable).subject
        let events = world.run([], retired: [subject])
        #expect(events.map(\.kind) == [.domainRecovered])
        #expect(world.states[subject] == nil)
        #expect(world.run([], retired: [subject]) == [])
    }

    /// A run in which nothing at all could be told speaks of this machine.
    @Test func blindRunsAreNotTold() throws {
        var world = World()
        let names = (1...6).map { "domain\($0).test" }
        for verdict in [Verdict.healthy] + Array(repeating: .dnsFailure, count: 20) {
            world.run(try names.map { try Found.domain($0, verdict) })
        }
        #expect(world.events == [])
        world.run(
            try names.dropLast().map { try Found.domain($0, .dnsFailure) } + [
                try Found.domain("domain6.test", .healthy)
            ]
        )
        #expect(world.events.count == 5)
    }
}
