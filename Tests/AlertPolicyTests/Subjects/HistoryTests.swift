import AlertPolicy
import ProbeModel
import TestSupport
import Testing

/// What holds for every history, whatever happened.
@Suite struct HistoryTests {
    private func world(_ seed: Int) throws -> World {
        let window = try #require(MaintenanceWindow("02:00-03:30"))
        return World(
            AlertRules(
                afterFailures: 1 + seed % 3,
                afterSuccesses: 1 + seed / 3 % 3,
                remindEvery: seed % 4 == 0 ? 3600 : nil,
                maintenance: seed % 2 == 0 ? [window] : []
            )
        )
    }

    @Test(arguments: 0..<24) func everyDownHasOneRecovery(_ seed: Int) throws {
        var world = try world(seed)
        var history = RandomHistory(seed: seed, domains: 4)
        for _ in 0..<400 {
            let mark = world.mark
            let events = world.run(try history.next())
            let isHeld = world.policy.rules.maintenance.contains { window in
                mark.localTime.map { window.contains($0) } ?? false
            }
            #expect(!isHeld || events == [], "nothing is told in a window")
        }
        // Whatever it was, it ends: two hours without fault leave no alert open and nothing pending.
        for _ in 0..<50 { world.run(try history.calm()) }
        for state in world.states.values {
            #expect(state.told == nil && state.pending == nil && state.flappingSince == nil)
        }
        let bySubject = Dictionary(grouping: world.events) { $0.subject?.key ?? "" }
        for (key, events) in bySubject { alternates(key, events) }
        #expect(Set(world.events.map(\.id)).count == world.events.count, "no id twice")
    }

    /// An alert begins, goes on and ends, and nothing goes on that has not begun.
    private func alternates(_ key: String, _ events: [AlertEvent]) {
        var isOpen = false
        for event in events {
            switch event.occasion {
            case .began:
                #expect(!isOpen && event.old == nil, "\(key) began twice")
                isOpen = true
            case .changed, .reminder: #expect(isOpen && event.old != nil, "\(key) was not open")
            case .ended:
                #expect(isOpen && event.new.flow == .flowing, "\(key) ended while closed")
                isOpen = false
            case .single: Issue.record("\(key) has no single events")
            }
        }
        #expect(!isOpen, "\(key) never ended")
    }

    /// No alert begins with fewer bad runs in a row than asked, nor ends with fewer good ones.
    @Test(arguments: 0..<16) func thresholdsHold(_ seed: Int) throws {
        var world = try world(seed * 2 + 1)
        let rules = world.policy.rules
        var history = RandomHistory(seed: seed, domains: 3)
        var rows: [Subject: (bad: Int, good: Int, unknownSince: Int64?)] = [:]
        for _ in 0..<300 {
            let found = try history.next()
            let time = world.time
            for each in found {
                var row = rows[each.subject] ?? (0, 0, nil)
                switch each.condition.flow {
                case .stopped: row = (row.bad + 1, 0, nil)
                case .flowing: row = (0, row.good + 1, nil)
                case .unknown: row.unknownSince = row.unknownSince ?? time
                }
                rows[each.subject] = row
            }
            for event in world.run(found) {
                let subject = try #require(event.subject)
                let row = try #require(rows[subject])
                if event.occasion == .ended { #expect(row.good >= rules.afterSuccesses) }
                if event.occasion == .began, event.new.flow == .stopped, !event.isFlapping {
                    #expect(row.bad >= rules.afterFailures)
                }
                if event.new.flow == .unknown, event.occasion == .began {
                    #expect(time - (row.unknownSince ?? time) >= rules.unknownAfter)
                }
            }
        }
    }

    /// A domain that is blocked because port 25 is has no alert of its own.
    @Test(arguments: 0..<12) func blockedDomainsAreCovered(_ seed: Int) throws {
        var world = try world(seed)
        var history = RandomHistory(seed: seed, domains: 5)
        for _ in 0..<300 {
            for event in world.run(try history.next()) {
                guard case .domain = event.subject, event.occasion == .began else { continue }
                #expect(event.new.verdict != Verdict.blocked.rawValue)
            }
        }
    }

    /// In whatever order the subjects come, the same is told.
    @Test(arguments: 0..<10) func orderIsNoMatter(_ seed: Int) throws {
        var first = try world(seed)
        var second = try world(seed)
        var history = RandomHistory(seed: seed, domains: 5)
        for _ in 0..<300 {
            let found = try history.next()
            first.run(found)
            second.run(found.reversed())
        }
        #expect(first.events == second.events && first.states == second.states)
    }
}
