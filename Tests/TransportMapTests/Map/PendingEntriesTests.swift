import TestSupport
import Testing

@testable import TransportMap

@Suite("entries that are not in the index yet")
struct PendingEntriesTests {
    private func pending(_ text: String, _ index: String) throws -> PendingEntries? {
        PendingEntries(
            text: try #require(TransportMap(Array(text.utf8))),
            index: try #require(TransportMap(Array(index.utf8)))
        )
    }

    @Test(
        "are none where text and index say the same",
        arguments: [
            ("", ""), ("# x\nA.test  smtp:\n  a\nb.test b\n", "b.test\tb\na.test\tsmtp:  a\n"),
            // What postmap ignores is in no index.
            ("a.test 1\na.test 2\nlonely\n", "a.test\t1\n"),
        ]
    )
    func none(text: String, index: String) throws {
        #expect(try pending(text, index) == nil)
    }

    @Test("are new, changed or gone")
    func kinds() throws {
        let text = "a.test 1\nb.test 2\nB.test 3\nc.test 4\n"
        let entries = try #require(try pending(text, "a.test\t1\nb.test\t0\nd.test\t5\n"))
        #expect(entries.count == 3)
        #expect(
            entries.first.map(\.description) == [
                "line 2 says b.test 2, and the index says 0",
                "line 4 says c.test 4, and the index has no such entry",
                "d.test is gone, and the index says 5",
            ]
        )
        #expect(entries.entry(for: Array("A.test".utf8)) == nil)
        #expect(entries.entry(for: Array("none.test".utf8)) == nil)
        #expect(entries.entry(for: Array("C.test".utf8))?.line == 4)
        #expect(entries.entry(for: Array("d.test".utf8))?.indexed == Array("5".utf8))
    }

    @Test("are counted all and listed in part, and cannot control a terminal")
    func bounds() throws {
        let text = (0..<40).map { "d\($0).test x\u{1b}\(String(repeating: "y", count: 500))\n" }
        let entries = try #require(try pending(text.joined(), ""))
        #expect(entries.count == 40)
        #expect(entries.first.count == PendingEntries.listedLimit)
        for entry in entries.first {
            #expect(entry.description.utf8.count < 300)
            #expect(!entry.description.contains("\u{1b}"))
        }
    }
}
