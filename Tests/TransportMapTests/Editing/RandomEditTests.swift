import TestSupport
import Testing

@testable import TransportMap

@Suite("edits of random tables")
struct RandomEditTests {
    static let results = [
        "smtp:[m.test]:2525", "relay:[h]:25, [h]:2525", ":", "error:no", "smtp:h:26",
    ]

    static func someTable(_ generator: inout SeededGenerator) -> [UInt8] {
        generator.once(in: 4)
            ? RandomTable.bytes(&generator, count: 500) : RandomTable.text(&generator, lines: 25)
    }

    /// Patterns that are in the table, and some that may not be.
    static func somePatterns(
        _ map: TransportMap,
        _ generator: inout SeededGenerator
    ) -> [TransportPattern] {
        let present = map.entries.compactMap { TransportPattern($0.pattern) }
        let others = (0..<4).compactMap { _ in TransportPattern(RandomTable.key(&generator)) }
        var seen: Set<[UInt8]> = []
        return (present + others).shuffled(using: &generator).prefix(6)
            .filter { seen.insert(CaseFolding.fold($0.bytes[...], unicode: true)).inserted }
    }

    /// What each pattern says: folded pattern and result, first one wins.
    static func meaning(_ map: TransportMap) -> [[UInt8]: [UInt8]] {
        var meaning: [[UInt8]: [UInt8]] = [:]
        for entry in map.entries {
            let key = CaseFolding.fold(entry.pattern[...], unicode: true)
            if meaning[key] == nil { meaning[key] = entry.result }
        }
        return meaning
    }

    @Test(
        "divert, divert again, revert in any order: the same bytes",
        arguments: 0..<300 as Range<UInt64>
    )
    func identity(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let original = Self.someTable(&generator)
        var map = try #require(TransportMap(original))
        let patterns = Self.somePatterns(map, &generator)
        var wanted = Self.meaning(map)
        let isOneByOne = Bool.random(using: &generator)
        for _ in 0..<2 {
            var changes: [MapChange] = []
            for pattern in patterns {
                let result = try #require(TransportResult(generator.pick(Self.results)))
                wanted[CaseFolding.fold(pattern.bytes[...], unicode: true)] = result.bytes
                changes.append(.divert(pattern, to: result))
            }
            for batch in isOneByOne ? changes.map({ [$0] }) : [changes] {
                let plan = map.plan(batch)
                #expect(plan.refusals.isEmpty)
                Self.checkLines(of: plan)
                map = try #require(TransportMap(plan.bytes))
            }
            // Nothing but the planned entries differs.
            #expect(Self.meaning(map) == wanted)
        }
        for pattern in patterns.shuffled(using: &generator) {
            let isDiverted = map.diversions.contains {
                $0.pattern == CaseFolding.fold(pattern.bytes[...], unicode: true)
            }
            // A pattern that said so from the start was never diverted.
            if !isDiverted { continue }
            let plan = map.plan([.revert(pattern)])
            #expect(plan.refusals.isEmpty)
            Self.checkLines(of: plan)
            map = try #require(TransportMap(plan.bytes))
        }
        #expect(map.bytes == original)
    }

    @Test(
        "what is reverted and diverted in one plan is both done",
        arguments: 0..<100 as Range<UInt64>
    )
    func mixed(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let original = Self.someTable(&generator)
        let map = try #require(TransportMap(original))
        let patterns = Self.somePatterns(map, &generator)
        let result = try #require(TransportResult("smtp:[m.test]:2525"))
        let diverted = map.plan(patterns.map { .divert($0, to: result) })
        let second = try #require(TransportMap(diverted.bytes))
        let pattern = try #require(TransportPattern("fresh.test"))
        let plan = second.plan([.revertAll, .divert(pattern, to: result)])
        Self.checkLines(of: plan)
        let last = try #require(TransportMap(plan.bytes))
        var wanted = Self.meaning(map)
        wanted[utf8("fresh.test")] = result.bytes
        #expect(Self.meaning(last) == wanted)
        #expect(last.plan([.revertAll]).bytes == original)
    }

    @Test("damage to a diverted table never breaks a plan", arguments: 0..<200 as Range<UInt64>)
    func damaged(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let map = try #require(TransportMap(Self.someTable(&generator)))
        let patterns = Self.somePatterns(map, &generator)
        let result = try #require(TransportResult("smtp:[m.test]:2525"))
        var bytes = map.plan(patterns.map { .divert($0, to: result) }).bytes
        var lines = bytes[...].physicalLines
        for _ in 0..<3 where !lines.isEmpty {
            let line = Int.random(in: lines.indices, using: &generator)
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: lines.remove(at: line)
            case 1: lines.insert(lines[line], at: Int.random(in: lines.indices, using: &generator))
            case 2: lines.swapAt(line, Int.random(in: lines.indices, using: &generator))
            default: lines[line] = lines[line].dropLast() + RandomTable.bytes(&generator, count: 3)
            }
        }
        bytes = Array(lines.joined())
        let damaged = try #require(TransportMap(bytes))
        let other = try #require(TransportResult("relay:[n.test]"))
        let changes = patterns.map { pattern -> MapChange in
            Bool.random(using: &generator) ? .revert(pattern) : .divert(pattern, to: other)
        }
        for batch in [changes, changes + [.revertAll], [.revertAll] + changes] {
            let plan = damaged.plan(batch)
            Self.checkLines(of: plan)
        }
    }

    /// The lines outside those that a plan names are the same, and those inside are as it says.
    static func checkLines(of plan: EditPlan) {
        let old = plan.original[...].physicalLines
        let new = plan.bytes[...].physicalLines
        var oldPosition = 1
        var newPosition = 1
        for change in plan.changedLines {
            let same = change.oldLines.lowerBound - oldPosition
            #expect(change.newLines.lowerBound - newPosition == same)
            #expect(
                old[(oldPosition - 1)..<(oldPosition - 1 + same)]
                    == new[(newPosition - 1)..<(newPosition - 1 + same)]
            )
            #expect(Array(old[change.oldLines.shifted(by: -1)]) == change.removed)
            #expect(Array(new[change.newLines.shifted(by: -1)]) == change.added)
            oldPosition = change.oldLines.upperBound
            newPosition = change.newLines.upperBound
        }
        #expect(old[(oldPosition - 1)...].elementsEqual(new[(newPosition - 1)...]))
        #expect(plan.changedLines.isEmpty == plan.isEmpty)
    }

    @Test(
        "patch turns the old file into the new one",
        .enabled(if: PatchProgram.isInstalled, "SKIPPED: patch is not installed"),
        arguments: 0..<40 as Range<UInt64>
    )
    func patch(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let original = RandomTable.text(&generator, lines: 60, isClean: true)
        let map = try #require(TransportMap(original))
        let result = try #require(TransportResult("smtp:[m.test]:2525"))
        let patterns = Self.somePatterns(map, &generator)
        let plan = map.plan(patterns.map { .divert($0, to: result) })
        let diff = UnifiedDiff(of: plan, oldName: "a", newName: "b")
        #expect(try PatchProgram.apply(diff.bytes, to: original) == plan.bytes)
        let back = try #require(TransportMap(plan.bytes)).plan([.revertAll])
        let undo = UnifiedDiff(of: back, oldName: "a", newName: "b")
        #expect(try PatchProgram.apply(undo.bytes, to: plan.bytes) == original)
    }
}

extension Range<Int> {
    fileprivate func shifted(by distance: Int) -> Range<Int> {
        (lowerBound + distance)..<(upperBound + distance)
    }
}
