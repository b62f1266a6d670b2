import PostfixTestSupport
import TestSupport
import Testing

@testable import TransportMap

@Suite(
    "diverted tables read by the real postmap",
    .tags(.postfix),
    .enabled(if: PostfixTools.isInstalled, "SKIPPED: Postfix is not installed"),
    .serialized
)
struct DivertedPostmapTests {
    @Test("say what was planned and nothing else", arguments: 0..<25 as Range<UInt64>)
    func planned(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let map = try #require(TransportMap(RandomEditTests.someTable(&generator)))
        var wanted = RandomEditTests.meaning(map)
        var changes: [MapChange] = []
        for pattern in RandomEditTests.somePatterns(map, &generator) {
            let result = try #require(TransportResult(generator.pick(RandomEditTests.results)))
            wanted[CaseFolding.fold(pattern.bytes[...], unicode: true)] = result.bytes
            changes.append(.divert(pattern, to: result))
        }
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        _ = try directory.file("main.cf", utf8("compatibility_level = 3.6\n"))
        let path = try directory.file("table", map.plan(changes).bytes)
        let report = try PostfixTools.run(
            PostfixTools.postmap,
            ["-c", directory.path, "-s", "texthash:" + path]
        )
        let expected = wanted.map { $0.key + [9] + $0.value }
        #expect(
            PostmapDifferentialTests.lines(report.output)
                == PostmapDifferentialTests.sorted(expected)
        )
    }
}
