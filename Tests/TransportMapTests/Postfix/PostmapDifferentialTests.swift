import PostfixTestSupport
import TestSupport
import Testing

@testable import TransportMap

extension Tag {
    /// Compares with the real Postfix.
    @Tag static var postfix: Self
}

@Suite(
    "tables read as postmap reads them",
    .tags(.postfix),
    .enabled(if: PostfixTools.isInstalled, "SKIPPED: Postfix is not installed"),
    .serialized
)
struct PostmapDifferentialTests {
    /// What a table says, one line an entry, in the form of `postmap -s`.
    static func listing(_ map: TransportMap) -> [[UInt8]] {
        var seen: Set<[UInt8]> = []
        var lines: [[UInt8]] = []
        for entry in map.entries {
            let key = CaseFolding.fold(entry.pattern[...], unicode: map.dialect.requiresUTF8)
            guard seen.insert(key).inserted else { continue }
            lines.append(key + [9] + entry.result)
        }
        return sorted(lines)
    }

    static func sorted(_ lines: [[UInt8]]) -> [[UInt8]] {
        lines.sorted { $0.lexicographicallyPrecedes($1) }
    }

    static func lines(_ output: [UInt8]) -> [[UInt8]] {
        sorted(output.split(separator: 10).map { Array($0) })
    }

    /// The lines that postmap warns about by number.
    static func warnedLines(_ report: PostfixTools.Report, path: String) -> [Int] {
        let prefix = "postmap: warning: \(path), line "
        return String(decoding: report.errors, as: UTF8.self).split(separator: "\n")
            .filter { $0.hasPrefix(prefix) }
            .compactMap { Int($0.dropFirst(prefix.count).prefix { $0.isNumber }) }
            .sorted()
    }

    /// The lines that we report, but for the one that postmap reports without a number.
    static func reportedLines(_ map: TransportMap) -> [Int] {
        map.problems.filter { $0.kind != .continuesNothing }.map(\.line)
    }

    @Test("keys, values, duplicates and warnings", arguments: 0..<60 as Range<UInt64>)
    func table(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let requiresUTF8 = !generator.once(in: 4)
        let bytes =
            generator.once(in: 3)
            ? RandomTable.bytes(&generator, count: 3000)
            : RandomTable.text(&generator, lines: 250)
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        let settings =
            "compatibility_level = 3.6\nsmtputf8_enable = \(requiresUTF8 ? "yes" : "no")\n"
        _ = try directory.file("main.cf", Array(settings.utf8))
        let path = try directory.file("table", bytes)
        let map = try #require(
            TransportMap(bytes, dialect: MapDialect(requiresUTF8: requiresUTF8))
        )

        let text = try PostfixTools.run(
            PostfixTools.postmap,
            ["-c", directory.path, "-s", "texthash:" + path]
        )
        #expect(Self.lines(text.output) == Self.listing(map))
        #expect(Self.warnedLines(text, path: path) == Self.reportedLines(map))

        // A cdb table cannot be listed.
        for type in PostfixTools.indexTypes where type != "cdb" {
            let table = "\(type):\(path)"
            _ = try PostfixTools.run(PostfixTools.postmap, ["-c", directory.path, table])
            let index = try PostfixTools.run(
                PostfixTools.postmap,
                ["-c", directory.path, "-s", table]
            )
            #expect(Self.lines(index.output) == Self.listing(map), "\(type)")
            // What postmap has just made of a text holds nothing back.
            let listed = try #require(TransportMap(index.output, dialect: map.dialect))
            #expect(PendingEntries(text: map, index: listed) == nil, "\(type)")
        }
    }
}
