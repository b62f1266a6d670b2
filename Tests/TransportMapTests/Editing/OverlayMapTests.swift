import TestSupport
import Testing

@testable import TransportMap

@Suite("the overlay table")
struct OverlayMapTests {
    static func apply(_ commands: String, to bytes: [UInt8]) throws -> EditPlan {
        try #require(OverlayMap(bytes)).plan(try changes(commands))
    }

    @Test("is made with its header, sorted, one line an entry")
    func content() throws {
        let commands = "divert b.test smtp:x\ndivert A.test relay:[h]:25, [h]:2525\ndivert c.test :"
        let plan = try Self.apply(commands, to: [])
        let entries = "a.test relay:[h]:25, [h]:2525\nb.test smtp:x\nc.test :\n"
        #expect(plan.bytes == OverlayMap.header + utf8(entries))
        let overlay = try #require(OverlayMap(plan.bytes))
        #expect(
            overlay.diversions.map(\.pattern) == [utf8("a.test"), utf8("b.test"), utf8("c.test")]
        )
        // What is there stays where it is; the plan names the new lines only.
        let next = try Self.apply("divert bb.test smtp:y\ndivert c.test smtp:z", to: plan.bytes)
        #expect(next.changedLines.map(\.removed) == [[], [utf8("c.test :\n")]])
        #expect(
            next.changedLines.map(\.newLines)
                == [5..<6, 6..<7].map { $0.lowerBound..<$0.upperBound }
        )
    }

    @Test("without entries is its header, however it came to that")
    func inverse() throws {
        let header = OverlayMap.header
        #expect(try Self.apply("", to: []).bytes == header)
        let full = try Self.apply("divert a smtp:x\ndivert b smtp:y", to: header).bytes
        #expect(try Self.apply("revert A\nrevert b", to: full).bytes == header)
        #expect(try Self.apply("revert-all", to: full).bytes == header)
        #expect(try Self.apply("revert-all", to: header).isEmpty)
    }

    @Test("says what it did about each change")
    func outcomes() throws {
        let full = try Self.apply("divert a smtp:x", to: []).bytes
        let plan = try Self.apply("divert a smtp:x\nrevert c\nrevert a", to: full)
        #expect(plan.outcomes.map(\.disposition) == [.unchanged, .refused(.notDiverted), .edited])
    }

    @Test(
        "with anything else in it belongs to somebody else",
        arguments: [
            "a smtp:x\n", "# mxprobe overlay/2\n", "%# note\n", "%b x\na x\n", "%a x\na y\n",
            "%a  x\n", "%A x\n", "%a x", "%a x\r\n", "%a\n", "%a x\n y\n", "%\n", " %",
        ]
    )
    func foreign(_ text: String) {
        let bytes = utf8(
            text.replacing("%", with: String(decoding: OverlayMap.header, as: UTF8.self))
        )
        #expect(OverlayMap(bytes) == nil)
    }

    @Test("random changes and their inverse", arguments: 0..<100 as Range<UInt64>)
    func random(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var bytes = OverlayMap.header
        var wanted: [[UInt8]: [UInt8]] = [:]
        for _ in 0..<12 {
            guard let pattern = TransportPattern(RandomTable.key(&generator)) else { continue }
            let key = CaseFolding.fold(pattern.bytes[...], unicode: true)
            let change: MapChange
            if generator.once(in: 3) {
                change = .revert(pattern)
                wanted[key] = nil
            } else {
                let result = try #require(TransportResult(generator.pick(RandomEditTests.results)))
                change = .divert(pattern, to: result)
                wanted[key] = result.bytes
            }
            let plan = try #require(OverlayMap(bytes)).plan([change])
            RandomEditTests.checkLines(of: plan)
            bytes = plan.bytes
            let map = try #require(TransportMap(bytes))
            #expect(RandomEditTests.meaning(map) == wanted)
        }
        #expect(try Self.apply("revert-all", to: bytes).bytes == OverlayMap.header)
    }
}
