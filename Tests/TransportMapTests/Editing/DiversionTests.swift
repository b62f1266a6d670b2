import TestSupport
import Testing

@testable import TransportMap

/// A table before a diversion.
struct DiversionCase: CustomTestStringConvertible, Sendable {
    let table: String
    var testDescription: String { table.debugDescription }
    init(_ table: String) { self.table = table }
}

@Suite("diversions")
struct DiversionTests {
    static let divert = "divert d.test smtp:m.test:2525"

    @Test(
        "are undone byte for byte",
        arguments: [
            // The ordinary case; with and without a final newline.
            DiversionCase("d.test smtp:m.test\n"), DiversionCase("d.test smtp:m.test"),
            DiversionCase("a x\nd.test smtp:m.test\nb y\n"),
            DiversionCase("a x\nd.test\t\tsmtp:m.test"),
            // Several lines, with comments and blank lines inside and behind.
            DiversionCase("d.test smtp:\n# in\n\n  m.test\n# behind\nb y\n"),
            DiversionCase("d.test\n smtp:m.test"), DiversionCase("d.test x\n# last"),
            DiversionCase("d.test x\n # in\n y\n\n\n"),
            // Carriage returns, everywhere or here and there.
            DiversionCase("a x\r\nd.test smtp:m.test\r\nb y\r\n"),
            DiversionCase("a x\r\nd.test smtp:m.test"), DiversionCase("d.test x\r\n y\n"),
            DiversionCase("d.test x\n y\r\n"), DiversionCase("d.test x\r"),
            // No entry yet.
            DiversionCase(""), DiversionCase("\n"), DiversionCase("# x\n"), DiversionCase("# x"),
            DiversionCase("a x\n"), DiversionCase("a x"), DiversionCase("a x\r\n"),
            DiversionCase("a x\r\nb y"), DiversionCase("a x\r"), DiversionCase("a x\n  "),
            // A wild card elsewhere; an ignored line for the same pattern; a repeated one.
            DiversionCase("* smtp:x\n"), DiversionCase("d.test\n"), DiversionCase(" d.test x\n"),
            DiversionCase("D.Test x\nd.test y\n"),
            // Odd bytes.
            DiversionCase("d.test error:\"a\\b\u{1}\u{e4}\n"), DiversionCase("d.test x\u{0}y\n"),
            DiversionCase("\u{feff}d.test x\n"), DiversionCase("d.test x\u{c}\n"),
        ]
    )
    func identity(_ row: DiversionCase) throws {
        let original = utf8(row.table)
        let diverted = try plan(Self.divert, original)
        #expect(diverted.outcomes.map(\.disposition) == [.edited])
        let map = try #require(TransportMap(diverted.bytes))
        #expect(map.entry(for: utf8("d.test"))?.result == utf8("smtp:m.test:2525"))
        #expect(map.diversions.map(\.state) == [.intact])
        #expect(map.diversions.first?.pattern == utf8("d.test"))
        #expect(map.diversions.first?.result?.description == "smtp:m.test:2525")
        #expect(map.plan(try changes("revert D.TEST")).bytes == original)
        #expect(map.plan([.revertAll]).bytes == original)
        // Once more with another result keeps the first original.
        let again = map.plan(try changes("divert d.test relay:[h]:25, [h]:2525"))
        #expect(again.outcomes.map(\.disposition) == [.edited])
        let second = try #require(TransportMap(again.bytes))
        #expect(second.entry(for: utf8("d.test"))?.result == utf8("relay:[h]:25, [h]:2525"))
        #expect(second.plan([.revertAll]).bytes == original)
        // The same result once more changes nothing.
        let same = second.plan(try changes("divert d.test relay:[h]:25, [h]:2525"))
        #expect(same.isEmpty && same.outcomes.map(\.disposition) == [.unchanged])
    }

    @Test("the pattern and the white space behind it stay as they are written")
    func style() throws {
        let bytes = try plan(Self.divert, utf8("D.Test \t smtp:m.test\n")).bytes
        #expect(String(decoding: bytes, as: UTF8.self).hasSuffix("\nD.Test \t smtp:m.test:2525\n"))
    }

    @Test(
        "new lines end as the lines around them do",
        arguments: [
            ("a x\r\nd.test y\r\nb z\r\n", 4), ("d.test x\r\n y\r\n", 2), ("a x\r\n", 3),
            ("a x\r\nd.test y\r\n", 3),
        ]
    )
    func newlines(_ table: String, _ lines: Int) throws {
        let diverted = try plan(Self.divert, utf8(table)).bytes
        let ends = diverted.split(separator: 10).map(\.last)
        #expect(ends == Array(repeating: 13, count: lines))
        #expect(diverted.last == 10)
    }

    @Test("an entry that says so already is left alone, marker or not")
    func unchanged() throws {
        let plan = try plan(Self.divert, utf8("d.test  smtp:m.test:2525\n"))
        #expect(plan.isEmpty && plan.outcomes.map(\.disposition) == [.unchanged])
    }

    /// What a hand did to a diverted table, and why undoing is refused then.
    static let hands: [(String, @Sendable (String) -> String, EditRefusal)] = [
        ("result", { $0.replacing(":2525\nb", with: ":2526\nb") }, .changedByHand(line: 2)),
        ("pattern", { $0.replacing("\nd.test", with: "\nD.test") }, .changedByHand(line: 2)),
        (
            "old", { $0.replacing("old=\"d.test smtp", with: "old=\"d.test smtq") },
            .changedByHand(line: 2)
        ),
        ("continued", { $0.replacing(":2525\nb", with: ":2525\n c\nb") }, .changedByHand(line: 2)),
        ("blank", { $0.replacing(":2525\nb", with: ":2525 \nb") }, .changedByHand(line: 2)),
        (
            "gone", { $0.replacing("d.test smtp:m.test:2525\nb", with: "# b") },
            .entryMissing(line: 2)
        ),
        ("apart", { $0.replacing("\nd.test", with: "\n\nd.test") }, .entryMissing(line: 2)),
        ("indented", { $0.replacing("\nd.test", with: "\n d.test") }, .entryMissing(line: 2)),
        ("quote", { $0.replacing("sum=\"", with: "sum=") }, .unreadableMarker(line: 2)),
        ("version", { $0.replacing("mxprobe/1", with: "mxprobe/2") }, .unreadableMarker(line: 2)),
    ]

    @Test("changed by hand are refused, and nothing is planned", arguments: hands.indices)
    func changedByHand(_ index: Int) throws {
        let (name, hand, refusal) = Self.hands[index]
        let diverted = try plan(Self.divert, utf8("a x\nd.test smtp:m.test\nb y\n")).bytes
        let before = String(decoding: diverted, as: UTF8.self)
        let changed = hand(before)
        #expect(changed != before, "\(name)")
        for command in ["revert d.test", "revert-all", "divert d.test smtp:other"] {
            // What cannot be found any more is new to `divert`, or not there to `revert`.
            if name == "apart" || name == "gone", command.hasPrefix("divert") { continue }
            let plan = try plan(command, utf8(changed))
            if name == "indented", command.hasPrefix("divert") {
                #expect(plan.refusals == [.entryMissing(line: 2)])
                continue
            }
            #expect(plan.isEmpty, "\(name) \(command)")
            #expect(plan.refusals == [refusal], "\(name) \(command)")
        }
    }

    @Test("with the carriage returns changed by an editor are still undone")
    func newlinesChanged() throws {
        let diverted = try plan(Self.divert, utf8("a x\nd.test smtp:m.test\nb y\n")).bytes
        let text = String(decoding: diverted, as: UTF8.self).replacing("\n", with: "\r\n")
        let map = try #require(TransportMap(utf8(text)))
        #expect(map.diversions.map(\.state) == [.intact])
        #expect(map.plan([.revertAll]).bytes == utf8("a x\r\nd.test smtp:m.test\nb y\r\n"))
    }

    @Test("what is not diverted cannot be reverted")
    func notDiverted() throws {
        let plan = try plan("revert d.test\nrevert-all", utf8("d.test x\n"))
        #expect(plan.isEmpty)
        #expect(plan.refusals == [.notDiverted])
    }

    @Test("what a hand put in front hides a diversion from change, not from undoing")
    func hidden() throws {
        let diverted = try plan(Self.divert, utf8("d.test x\n")).bytes
        let table = utf8("D.TEST smtp:first\n") + diverted
        #expect(try plan("divert d.test smtp:other", table).refusals == [.hidden(byLine: 1)])
        #expect(try plan("revert d.test", table).bytes == utf8("D.TEST smtp:first\nd.test x\n"))
    }

    @Test("a marker that speaks of another pattern than its entry is not believed")
    func otherPattern() throws {
        let entry = utf8("e.test smtp:x")
        let marker = DiversionMarker(key: utf8("d.test"), old: utf8("d.test smtp:y"))
        let table = marker.line(for: entry) + [10] + entry + [10]
        #expect(TransportMap(table)?.diversions.map(\.state) == [.changed])
        let both = try plan("revert d.test\ndivert e.test smtp:z", table)
        #expect(both.outcomes.map(\.disposition) == [.refused(.changedByHand(line: 1)), .edited])
    }

    @Test("two markers for a pattern are one too many")
    func ambiguous() throws {
        let diverted = try plan(Self.divert, utf8("d.test x\n")).bytes
        for command in ["revert d.test", "divert d.test smtp:other", "revert-all"] {
            #expect(try plan(command, diverted + diverted).refusals == [.ambiguous(lines: [1, 3])])
        }
    }

    @Test("a block that a configuration manager owns is not touched")
    func managedBlock() throws {
        let table =
            "# BEGIN ANSIBLE MANAGED BLOCK\nd.test x\n# END ANSIBLE MANAGED BLOCK\ne.test x\n"
        let plan = try plan(Self.divert + "\ndivert e.test y", utf8(table))
        #expect(plan.outcomes.map(\.disposition) == [.refused(.managedBlock(line: 1)), .edited])
    }

    @Test("a result that Postfix would not read is refused")
    func notUTF8() throws {
        let result = try #require(TransportResult(utf8("error:") + [0xe4]))
        let change = MapChange.divert(try #require(TransportPattern("d.test")), to: result)
        #expect(TransportMap([])?.plan([change]).refusals == [.notUTF8])
        let lax = TransportMap([], dialect: MapDialect(requiresUTF8: false))
        #expect(lax?.plan([change]).refusals == [])
    }

    @Test("a table does not grow beyond its limit")
    func tooLarge() throws {
        let map = try #require(TransportMap(utf8("d.test x\n")))
        let commands = try changes(Self.divert + "\nrevert e.test")
        let size = map.plan(commands).bytes.count
        #expect(!MapEditor.plan(commands, of: map, maximumSize: size).isEmpty)
        let refused = MapEditor.plan(commands, of: map, maximumSize: size - 1)
        #expect(refused.isEmpty && refused.edits.isEmpty)
        #expect(refused.refusals == [.tooLarge, .notDiverted])
    }

    @Test("a plan changes a pattern once")
    func repeated() throws {
        let plan = try plan(Self.divert + "\ndivert D.TEST smtp:x", utf8("d.test x\n"))
        #expect(plan.outcomes.map(\.disposition) == [.edited, .refused(.repeated)])
    }

    @Test("any bytes between quotes come back", arguments: 0..<100 as Range<UInt64>)
    func quoting(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let bytes = RandomTable.bytes(&generator, count: 60)
        let quoted = MarkerText.quoted(bytes)
        #expect(quoted.allSatisfy { (32..<127).contains($0) })
        var text = (quoted + utf8(" rest"))[...]
        #expect(MarkerText.takeQuoted(from: &text) == bytes)
        #expect(Array(text) == utf8(" rest"))
    }

    @Test(
        "what is not well quoted is refused",
        arguments: [
            "", "x", "\"x", "\"\\q\"", "\"\\x1\"", "\"\\xG0\"", "\"\\", "\"\u{7f}\"", "\"\u{e4}\"",
            "\"\t\"",
        ]
    )
    func badQuoting(_ text: String) {
        var bytes = utf8(text)[...]
        #expect(MarkerText.takeQuoted(from: &bytes) == nil)
    }
}
