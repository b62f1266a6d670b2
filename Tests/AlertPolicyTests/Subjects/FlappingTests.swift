import AlertPolicy
import ProbeModel
import Testing

/// A subject that goes up and down is told so once.
@Suite struct FlappingTests {
    private static let cycles = "uuhh uuhh uuhh uuhh uuhh"
    private static let told = "1:down 3:recovered 5:down 7:recovered 9:down~"

    @Test func isToldOnce() throws {
        var world = World()
        #expect(try world.script(Self.cycles) == Self.told)
    }

    /// Stable for an hour: twelve steps after the last turn.
    @Test(
        arguments: [
            ("h", "recovered", 12), ("u", "changed", 14),
        ]
    )
    func settles(_ row: (letter: String, kind: String, run: Int)) throws {
        var world = World()
        _ = try world.script(Self.cycles)
        let told = try world.script(String(repeating: row.letter, count: 30))
        #expect(told == "\(row.run - 1):\(row.kind)")
        #expect(world.states.values.allSatisfy { $0.flappingSince == nil && $0.stops == [] })
    }

    /// Once it has settled, single changes are told again.
    @Test func tellsAgainAfterwards() throws {
        var world = World()
        _ = try world.script(Self.cycles + String(repeating: "h", count: 30))
        #expect(try world.script("uuhh") == "1:down 3:recovered")
    }

    /// Three stops that are far apart are no flapping.
    @Test func slowChangesAreTold() throws {
        var world = World()
        let slow = "uu" + String(repeating: "h", count: 60)
        #expect(try world.script(slow + slow + slow).split(separator: " ").count == 6)
        #expect(!world.events.contains { $0.isFlapping })
    }

    @Test func reminderWhileFlapping() throws {
        var world = World(AlertRules(remindEvery: 1800))
        let told = try world.script(Self.cycles)
        #expect(told == Self.told + " 15:again-down~")
    }
}
