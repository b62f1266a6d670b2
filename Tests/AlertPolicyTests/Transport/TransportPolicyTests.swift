import AlertPolicy
import Foundation
import ProbeModel
import TestSupport
import Testing

/// When mail is diverted and when it goes back, run by run every five minutes.
@Suite struct TransportPolicyTests {
    @Test(
        arguments: [
            ("bb", ""),
            ("bbb", "2:diverted"),
            ("ffb", "2:diverted"),
            ("bbbbbb", "2:diverted"),
            ("bbhbb", ""),
            ("bbubb", ""),
            ("bb?b", "3:diverted"),
            ("uuuuuu", ""),
            // Without a verified way around nothing is done, and such a run neither counts nor ends the row.
            ("nnnnnn", ""),
            ("bnbnb", "4:diverted"),
            // Five good runs, and thirty minutes.
            ("bbb hhhhh", "2:diverted"),
            ("bbb hhhhhh", "2:diverted 8:restored"),
            ("bbb bbbbbb hhhhh", "2:diverted 13:restored"),
            ("bbb bbbbbb hhhhbhhhhh", "2:diverted 18:restored"),
            ("bbb bbbbbb hhh?hh", "2:diverted 14:restored"),
            ("hhhhhh", ""),
        ]
    )
    func tells(_ row: (runs: String, told: String)) throws {
        var world = try TransportWorld()
        #expect(try world.script(row.runs) == row.told)
        #expect(world.changes == row.told.split(separator: " ").count)
    }

    @Test func honoursRules() throws {
        var world = try TransportWorld()
        world.policy = TransportPolicy(
            rules: TransportRules(afterFailures: 1, afterSuccesses: 2, minDwell: 0)
        )
        #expect(try world.script("bhhbhh") == "0:diverted 2:restored 3:diverted 5:restored")
    }

    /// A port that opens and closes by the hour does not change the map by the hour.
    @Test func flappingDoesNotFlapTheMap() throws {
        var world = try TransportWorld()
        for _ in 0..<24 { _ = try world.script("bbbbbb hhhhhh") }
        #expect(world.changes == 11, "in 24 hours: the dwell doubles from half an hour")
        var fast = try TransportWorld()
        for _ in 0..<100 { _ = try fast.script("bbbhh") }
        #expect(fast.changes == 1)
    }

    @Test func eventsAreWhole() throws {
        var world = try TransportWorld()
        _ = try world.script("bbbhhhhhh")
        let diverted = try #require(world.events.first)
        #expect(diverted.occasion == .began && diverted.new.severity == .warning)
        #expect(diverted.subject == .domain(world.domain))
        #expect(diverted.alertKey == "transport:domain1.test")
        #expect(
            diverted.summary
                == "port 25 does not get through: mail for domain1.test goes to "
                + "relay:[mail.domain1.test]:2525 now"
        )
        let restored = try #require(world.events.last)
        #expect(restored.occasion == .ended && restored.alertKey == diverted.alertKey)
        #expect(restored.id != diverted.id)
    }

    /// A person's change is respected, and told once.
    @Test(arguments: [TransportObservation.EntryState.changedByHand, .none])
    func handsOver(_ change: TransportObservation.EntryState) throws {
        var world = try TransportWorld()
        #expect(try world.script("bbbb") == "2:diverted")
        world.map = change
        #expect(try world.script("bbbbbbbb") == "0:restored(hand)")
        #expect(world.state?.standing == .handedOver && world.changes == 1)
        // It is looked after again when nothing of the entry is left and port 25 was good for long enough.
        _ = try world.script("hhhhh")
        #expect(world.state?.standing == (change == .none ? .watched : .handedOver))
        #expect(try world.script("bbb") == (change == .none ? "2:diverted" : ""))
    }

    @Test func handsOverWhenTheEditSaysSo() throws {
        var world = try TransportWorld()
        _ = try world.script("bbb bbbb hhhh")
        world.outcome = .changedByHand
        #expect(try world.script("hhhh") == "0:restored(hand)")
    }

    /// A failure is told once, tried again, and told again only after a success.
    @Test func tellsFailuresOnce() throws {
        var world = try TransportWorld()
        world.outcome = .failed("cannot write /etc/postfix/transport: read-only file system")
        #expect(try world.script("bbbbbb") == "2:failed")
        #expect(
            world.events.last?.summary
                == "could not send mail for domain1.test to relay:[mail.domain1.test]:2525: "
                + "cannot write /etc/postfix/transport: read-only file system"
        )
        world.outcome = .done
        #expect(try world.script("b") == "0:diverted")
        world.outcome = .failed("no")
        #expect(try world.script("hhhhhhhhh") == "5:failed")
        world.outcome = .done
        #expect(try world.script("h") == "0:restored")
    }

    /// A run that ends between the map and the state is made good by the next one.
    @Test func crashesAreMadeGood() throws {
        var world = try TransportWorld()
        world.crashes = true
        #expect(try world.script("bbb") == "")
        #expect(world.map == .intact(TransportWorld.entry))
        world.crashes = false
        #expect(try world.script("b") == "0:diverted")
        world.crashes = true
        #expect(try world.script("hhhhhh") == "")
        #expect(world.map == .none)
        world.crashes = false
        #expect(try world.script("hhhh") == "0:restored", "not taken for a person's change")
        #expect(world.state?.standing == .watched)
        #expect(world.resumed == [3, 10], "Postfix is told of each once more")
    }

    /// A crash before the map was touched changes nothing, and the action is taken again.
    @Test func intentsAreTakenAgain() throws {
        var world = try TransportWorld()
        world.crashes = true
        world.outcome = .failed("never got there")
        #expect(try world.script("bbb") == "")
        world.crashes = false
        world.outcome = .done
        #expect(try world.script("b") == "0:diverted")
        #expect(world.resumed.isEmpty)
    }

    @Test func doesNothingWhileTheMapIsUnreadable() throws {
        var world = try TransportWorld()
        world.map = .unknown
        #expect(try world.script("bbbbb") == "" && world.changes == 0)
        world.map = .none
        #expect(try world.script("b") == "0:diverted")
    }

    /// The map is changed in a window, and told after it if it is still so.
    @Test func windowsHoldWhatIsTold() throws {
        let window = try #require(MaintenanceWindow("00:00-01:00"))
        var world = try TransportWorld()
        world.policy.rules.maintenance = [window]
        world.localTime = LocalTime(day: .mon, minute: 30)
        #expect(try world.script("bbb") == "" && world.changes == 1)
        world.localTime = LocalTime(day: .mon, minute: 90)
        #expect(try world.script("bb") == "0:diverted")
        // Back and forth within a window is nothing.
        world.localTime = LocalTime(day: .mon, minute: 30)
        #expect(try world.script("hhhhhhh bbb") == "" && world.changes == 3)
        world.localTime = LocalTime(day: .mon, minute: 90)
        #expect(try world.script("bb") == "")
    }

    /// Domains in order keep no row; a run that is told again changes nothing.
    @Test func calmDomainsHaveNoState() throws {
        var world = try TransportWorld()
        #expect(try world.script("hhuu?") == "" && world.state == nil)
        _ = try world.script("bbb")
        let state = try #require(world.state)
        world.runs -= 1
        #expect(try world.script("b") == "" && world.state == state)
        let data = try JSONEncoder().encode(state)
        #expect(try JSONDecoder().decode(DiversionState.self, from: data) == state)
    }

    /// Diverted and restored take turns in every history, and the dwell is kept.
    @Test(arguments: 0..<40) func turnsAreTaken(_ seed: Int) throws {
        var generator = SeededGenerator(seed: seed)
        var world = try TransportWorld()
        var letter: Character = "h"
        var divertedAt: Int64?
        for _ in 0..<400 {
            if Int.random(in: 0..<8, using: &generator) == 0 {
                letter = "hhbbn?u".randomElement(using: &generator) ?? "h"
            }
            world.crashes = Int.random(in: 0..<10, using: &generator) == 0
            let time = world.time
            for event in try world.run(letter) {
                switch event.kind {
                case .transportDiverted:
                    #expect(divertedAt == nil)
                    divertedAt = time
                case .transportRestored:
                    #expect(event.new.verdict == "restored", "nobody changed anything by hand")
                    let start = try #require(divertedAt)
                    #expect(time - start >= world.policy.rules.minDwell)
                    divertedAt = nil
                default: Issue.record("\(event.kind)")
                }
            }
        }
        #expect(Set(world.events.map(\.id)).count == world.events.count)
    }
}
