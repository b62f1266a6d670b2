import PostfixTestSupport
import Testing

@testable import TransportMap

@Suite(
    "keys fold as Postfix folds them",
    .tags(.postfix),
    .enabled(if: PostfixTools.isInstalled, "SKIPPED: Postfix is not installed")
)
struct FoldingDifferentialTests {
    /// The first version of Unicode that the ICU of a distribution may not know yet.
    static let youngestVersion = 16

    /// Every letter that has cases, and every other character up to the last of those.
    @Test("every character up to U+1FFFF")
    func everyCharacter() throws {
        var table: [UInt8] = []
        var wanted: [[UInt8]] = []
        for value in UInt32(0x80)...0x1ffff {
            guard let scalar = Unicode.Scalar(value),
                (scalar.properties.age?.major ?? 0) < Self.youngestVersion
            else { continue }
            let name = Array(String(value, radix: 16).utf8)
            let key = name + Array(":".utf8) + Array(scalar.utf8)
            table += key + Array(" ".utf8) + name + [10]
            wanted.append(CaseFolding.fold(key[...], unicode: true) + [9] + name)
        }
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        _ = try directory.file("main.cf", Array("compatibility_level = 3.6\n".utf8))
        let path = try directory.file("table", table)
        let report = try PostfixTools.run(
            PostfixTools.postmap,
            ["-c", directory.path, "-s", "texthash:" + path]
        )
        let differences = Set(wanted).symmetricDifference(
            PostmapDifferentialTests.lines(report.output)
        )
        let shown = differences.map { String(decoding: $0, as: UTF8.self) }.sorted()
        #expect(shown == [])
        #expect(wanted.count > 120_000)
    }
}
