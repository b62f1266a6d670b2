import Glibc
import ProcessTestSupport
import TestSupport
import Testing
import TransportMap

@testable import PostfixSystem

@Suite(
    "sequences of changes",
    .enabled(if: MapScene.hasPostfix, "SKIPPED: Postfix is not installed")
)
struct SequenceTests {
    static let domains = (1...9).map { "d\($0).test" } + [".d1.test", "user@d2.test", "*"]

    /// A table that postmap has nothing to say about: no pattern twice, every line whole.
    static func table(_ generator: inout SeededGenerator) -> String {
        var text = ""
        for domain in domains.shuffled(using: &generator).prefix(
            Int.random(in: 0...9, using: &generator)
        ) {
            switch Int.random(in: 0..<6, using: &generator) {
            case 0: text += "# \(domain) smtp:comment\n\n"
            case 1: text += "\(domain)\n\t# inside\n   relay:[\(domain)]\n"
            case 2: text += "\(domain)  \tsmtp:a, \r\n"
            case 3: text += "\(domain.uppercased()) :\n"
            default: text += "\(domain) smtp:mail.\(domain)\n"
            }
        }
        if Bool.random(using: &generator), text.hasSuffix("\n") { text.removeLast() }
        return text
    }

    @Test("end, all reverted, in the same bytes", arguments: 0..<16 as Range<UInt64>)
    func sequence(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let types = MapScene.indexedTypes
        let type = types[Int(seed) % types.count]
        let original = Self.table(&generator)
        let scene = try MapScene(type, original)
        for _ in 0..<4 {
            let picked = Self.domains.shuffled(using: &generator).prefix(3)
            let changes = try picked.map { domain -> MapChange in
                let pattern = try #require(TransportPattern(domain))
                let port = Int.random(in: 26...2525, using: &generator)
                return Int.random(in: 0..<3, using: &generator) == 0
                    ? .revert(pattern) : .divert(domain, "relay:[m.test]:25, [m.test]:\(port)")
            }
            let plan = try scene.plan(changes)
            let edit = try scene.transaction().apply(plan)
            #expect(edit.isChanged == !plan.isEmpty && !edit.wasStale)
            #expect(try scene.answers() == MapScene.answers(of: scene.text(), type))
        }
        try scene.transaction().apply(scene.plan([.revertAll]))
        #expect(try scene.text() == original)
        #expect(try scene.answers() == MapScene.answers(of: original, type))
        #expect(try scene.names() == scene.expectedNames)
    }

    @Test(
        "of our own table begin with none and end with its header",
        arguments: MapScene.indexedTypes
    )
    func overlay(type: RewritableType) throws {
        let scene = try MapScene(type, nil)
        let transaction = try scene.transaction(mayBeCreated: true)
        func apply(_ changes: [MapChange]) throws -> AppliedEdit {
            let overlay = try #require(OverlayMap(try transaction.read()))
            return try transaction.apply(overlay.plan(changes))
        }
        #expect(throws: MapFault.self) { try scene.transaction().read() }
        #expect(try apply([.divert("b.test")]).isChanged)
        let text = try MetadataTests.metadata(scene.path)
        #expect(text.mode == 0o644 && text.owner == geteuid())
        let first = try scene.text()
        #expect(try apply([.divert("a.test")]).isChanged)
        #expect(
            try scene.text().hasSuffix(
                "a.test smtp:mail.first.test:2525\nb.test smtp:mail.first.test:2525\n"
            )
        )
        #expect(try apply([.revert(#require(TransportPattern("a.test")))]).isChanged)
        #expect(try scene.text() == first)
        #expect(try scene.answers() == MapScene.answers(of: first, type))
        #expect(try apply([.revertAll]).isChanged)
        #expect(try Array(scene.text().utf8) == OverlayMap.header)
        #expect(try !apply([]).isChanged)
        #expect(try scene.names() == scene.expectedNames)
    }

    @Test("of our own table give way to whoever made one meanwhile")
    func overlayRace() throws {
        let scene = try MapScene(.hash, nil)
        let transaction = try scene.transaction(mayBeCreated: true)
        let plan = try #require(OverlayMap([])).plan([.divert()])
        try scene.write("theirs.test smtp:x\n")
        let fault = #expect(throws: MapFault.self) { try transaction.apply(plan) }
        #expect(fault?.code == .changedMeanwhile)
        #expect(try scene.text() == "theirs.test smtp:x\n")
        #expect(try scene.names() == ["transport"])
    }

    @Test("of a table with 200,000 entries take memory in proportion to it")
    func large() throws {
        var text = ""
        for number in 0..<200_000 {
            text += "domain\(number).example.test smtp:[mail.example.test]\n"
        }
        let scene = try MapScene(.cdb, text)
        let program = scene.program("apply", ["divert=domain77777.example.test,smtp:x:2525"])
        let transcript = try program.transcript()
        #expect(transcript.output == "nothing changed\n", "\(transcript.errors)")
        // Text, new text, and what is known of the entries, beside the program itself.
        let limit = (32 << 20) + 4 * text.utf8.count
        #expect(transcript.peakMemory < limit, "\(transcript.peakMemory)")
        #expect(try scene.text().contains("domain77777.example.test smtp:x:2525\n"))
        #expect(try scene.names() == scene.expectedNames)
    }
}
