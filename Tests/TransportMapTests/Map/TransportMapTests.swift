import TestSupport
import Testing

@testable import TransportMap

/// Bytes of a text.
func utf8(_ text: String) -> [UInt8] { Array(text.utf8) }

/// A table, and what is to be read from it: `key=value` and the problems by line.
struct TableCase: CustomTestStringConvertible, Sendable {
    let table: String
    let entries: [String]
    let problems: [MapProblem]

    static func read(
        _ table: String,
        _ entries: [String],
        _ problems: [MapProblem] = []
    ) -> TableCase {
        TableCase(table: table, entries: entries, problems: problems)
    }

    var testDescription: String { table.debugDescription }
}

extension MapProblem {
    static func at(_ line: Int, _ kind: Kind) -> MapProblem { MapProblem(kind: kind, line: line) }
}

@Suite("tables")
struct TransportMapTests {
    @Test(
        "differ in the patterns that lookups answer differently for",
        arguments: [
            ("a.test x\nb.test y\n", "# a.test z\nb.test   y\na.test x\n", []),
            ("a.test x\n", "a.test z\n", ["a.test"]),
            ("a.test x\n", "", ["a.test"]),
            ("", "b.test x\n.c.test y\n", ["b.test", ".c.test"]),
            ("a.test x\na.test y\n", "A.test x\n", []),
            ("b.test x\n* y\n", "a.test x\n* z\n", ["b.test", "*", "a.test"]),
        ]
    )
    func differences(one: String, other: String, patterns: [String]) throws {
        let one = try #require(TransportMap(utf8(one)))
        let other = try #require(TransportMap(utf8(other)))
        #expect(one.patterns(differingFrom: other).map(\.description) == patterns)
        let turned = other.patterns(differingFrom: one).map(\.description)
        #expect(turned.sorted() == patterns.sorted())
    }

    @Test(
        "are read as postmap(1) and transport(5) say",
        arguments: [
            // The first white space ends the pattern; white space around the result goes.
            TableCase.read("a.test smtp:b\n", ["a.test=smtp:b"]),
            .read("a.test\t \tsmtp:b  c \t\n", ["a.test=smtp:b  c"]),
            // The last line needs no newline.
            .read("a smtp:b", ["a=smtp:b"]),
            .read("", []),
            .read("\n", []),
            // Empty and white-space lines count for nothing; so do lines whose first visible
            // character is a hash sign.
            .read("# a smtp:b\n\n  \t\n   # x\na y\n", ["a=y"]),
            // A hash sign anywhere else is part of the entry.
            .read("a smtp:b # note\n", ["a=smtp:b # note"]),
            .read("a#b c\n", ["a#b=c"]),
            // A line that begins with white space continues the one before, white space kept.
            .read("a smtp:\n  b\n", ["a=smtp:  b"]),
            .read("a\n b\n", ["a=b"]),
            // Comments and blank lines do not end an entry.
            .read("a x\n# note\n\n   # note\n\ty\nb z\n", ["a=x\ty", "b=z"]),
            .read("a x\n# note\nb y\n", ["a=x", "b=y"]),
            // A carriage return is white space: at the end it goes, inside it stays.
            .read("a b\r\n", ["a=b"]),
            .read("a b\r\n c\r\n", ["a=b\r c"]),
            .read("a\r\n", [], [.at(1, .missingValue)]),
            .read("\r\na b\n", ["a=b"]),
            // Quotes and backslashes keep white space in a pattern, and stay in it.
            .read("\"a b\"@c.test d\n", ["\"a b\"@c.test=d"]),
            .read("a\\ b c\n", ["a\\ b=c"]),
            .read("\"a\\\"b c\"d e\n", ["\"a\\\"b c\"d=e"]),
            .read("x\"y z\"w v\n", ["x\"y z\"w=v"]),
            // An open quote, or no result: ignored with a warning.
            .read("\"a b c\n", [], [.at(1, .unbalancedQuote)]),
            .read("\"a b c\\", [], [.at(1, .unbalancedQuote)]),
            .read("a\n", [], [.at(1, .missingValue)]),
            .read("a\\ b\n", [], [.at(1, .missingValue)]),
            .read("a \\\n", ["a=\\"]),
            // A continuation at the very start continues nothing, and takes its own
            // continuations with it.
            .read(" a b\n c d\ne f\n", ["e=f"], [.at(1, .continuesNothing)]),
            .read("# x\n\n a b\ne f\n", ["e=f"], [.at(3, .continuesNothing)]),
            // The first entry for a pattern wins; case does not tell patterns apart.
            .read(
                "a b\nA c\na d\n",
                ["a=b"],
                [.at(2, .duplicate(firstLine: 1)), .at(3, .duplicate(firstLine: 1))]
            ),
            .read(
                "b\u{fc}cher.test x\nB\u{dc}CHER.test y\n",
                ["b\u{fc}cher.test=x"],
                [.at(2, .duplicate(firstLine: 1))]
            ),
            // An ignored line does not count as the first.
            .read("a\na b\n", ["a=b"], [.at(1, .missingValue)]),
            // A colon after the pattern is odd, but counts.
            .read("a: b\n", ["a:=b"], [.at(1, .colonAfterKey)]),
            // A NUL ends the line for Postfix.
            .read("a b\u{0}c\n", ["a=b"]),
            .read("a\u{0} b\n", [], [.at(1, .missingValue)]),
            .read("\u{0}a b\n", [], [.at(1, .missingValue)]),
            // Problems are told by the first line that carries text.
            .read("\n# x\nlonely\n# y\n  \"\n", ["lonely=\""]),
            .read("\n# x\nlonely\n# y\n\n", [], [.at(3, .missingValue)]),
        ]
    )
    func read(_ row: TableCase) throws {
        let map = try #require(TransportMap(utf8(row.table)))
        var seen: Set<String> = []
        let entries = map.entries.map { entry in
            (
                String(
                    decoding: CaseFolding.fold(entry.pattern[...], unicode: true),
                    as: UTF8.self
                ),
                String(decoding: entry.result, as: UTF8.self)
            )
        }
        let effective = entries.filter { seen.insert($0.0).inserted }.map { "\($0.0)=\($0.1)" }
        #expect(effective == row.entries)
        #expect(map.problems == row.problems)
    }

    @Test("lines that are not UTF-8 are ignored where smtputf8_enable is on, and only there")
    func notUTF8() throws {
        let table = utf8("a ") + [0xe4, 10] + utf8("b ok\n")
        let strict = try #require(TransportMap(table))
        #expect(strict.entries.map(\.pattern) == [utf8("b")])
        #expect(strict.problems == [.at(1, .notUTF8)])
        let lax = try #require(TransportMap(table, dialect: MapDialect(requiresUTF8: false)))
        #expect(lax.entries.map(\.pattern) == [utf8("a"), utf8("b")])
        #expect(lax.entry(for: utf8("A"))?.result == [0xe4])
    }

    @Test("patterns beyond ASCII fold only where smtputf8_enable is on")
    func foldsByDialect() throws {
        let table = utf8("b\u{fc}cher.test x\n")
        #expect(TransportMap(table)?.entry(for: utf8("B\u{dc}CHER.TEST")) != nil)
        let lax = try #require(TransportMap(table, dialect: MapDialect(requiresUTF8: false)))
        #expect(lax.entry(for: utf8("B\u{dc}CHER.TEST")) == nil)
        #expect(lax.entry(for: utf8("B\u{fc}CHER.TEST")) != nil)
    }

    @Test("an entry knows its lines and bytes, with comments inside but not behind")
    func extent() throws {
        let table = utf8("# x\na smtp:\n# inside\n  b\n# behind\n\nc d\n")
        let map = try #require(TransportMap(table))
        let entry = try #require(map.entry(for: utf8("a")))
        #expect(entry.lines == 2...4)
        #expect(Array(table[entry.byteRange]) == utf8("a smtp:\n# inside\n  b\n"))
    }

    @Test("a table that is too large is refused")
    func tooLarge() {
        #expect(TransportMap([UInt8](repeating: 10, count: TransportMap.maximumSize + 1)) == nil)
    }

    @Test("any bytes: the pieces are the file", arguments: 0..<200 as Range<UInt64>)
    func lossless(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let bytes =
            Bool.random(using: &generator)
            ? RandomTable.bytes(&generator, count: 400) : RandomTable.text(&generator, lines: 30)
        let map = try #require(TransportMap(bytes))
        #expect(map.bytes == bytes)
        var printed: [UInt8] = []
        var line = 1
        for element in map.elements {
            #expect(element.byteRange.lowerBound == printed.count)
            #expect(element.lines.lowerBound == line)
            printed += bytes[element.byteRange]
            line = element.lines.upperBound + 1
        }
        #expect(printed == bytes)
        let entries = map.elements.filter { $0.kind == .entry }
        #expect(entries.map(\.byteRange) == map.entries.map(\.byteRange))
        #expect(entries.map(\.lines) == map.entries.map(\.lines))
        // Looking a pattern up gives the first entry that has it.
        for entry in map.entries {
            let found = try #require(map.entry(for: entry.pattern))
            #expect(found.lines.lowerBound <= entry.lines.lowerBound)
        }
    }

    @Test("200,000 entries are all found")
    func large() throws {
        var table: [UInt8] = []
        for number in 0..<200_000 {
            table += utf8("domain\(number).test smtp:mail\(number).test\n")
        }
        let map = try #require(TransportMap(table))
        #expect(map.entryCount == 200_000)
        #expect(map.problems.isEmpty)
        #expect(map.entry(for: utf8("DOMAIN199999.test"))?.lines == 200_000...200_000)
        #expect(map.entry(for: utf8("domain200000.test")) == nil)
    }
}
