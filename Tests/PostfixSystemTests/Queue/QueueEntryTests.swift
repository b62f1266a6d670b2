import TestSupport
import Testing

@testable import PostfixSystem

@Suite("Lines of postqueue -j")
struct QueueEntryTests {
    /// As Postfix 3.7 prints it.
    static let line = """
        {"queue_name": "deferred", "queue_id": "4D5A1C0", "arrival_time": 1700000000, \
        "message_size": 300, "forced_expire": false, "sender": "a@a.test", \
        "recipients": [{"address": "b@B.test", "delay_reason": "connect to m[192.0.2.1]:25: \
        Connection timed out"}, {"address": "c@c.test."}]}
        """

    private func read(_ text: String) -> QueueEntry? { QueueEntry(Array(text.utf8)[...]) }

    @Test("are read")
    func reading() throws {
        let entry = try #require(read(Self.line))
        #expect(entry.name == "4D5A1C0")
        #expect(entry.queue == Array("deferred".utf8))
        #expect(entry.arrival == 1_700_000_000)
        #expect(entry.recipients.map(\.domain) == [Array("b.test".utf8), Array("c.test".utf8)])
        let reason = "connect to m[192.0.2.1]:25: Connection timed out"
        #expect(entry.recipients.map(\.reason) == [Array(reason.utf8), []])
    }

    @Test("may have members that nobody knows yet")
    func unknownMembers() throws {
        let text = """
            {"new": {"a": [1, -2.5e+3, true, false, null, {"b": "\\u0041"}], "c": {}}, "queue_id": "X", \
            "recipients": [{"address": "a@b", "orig_address": "c@d", "n": []}], "list": []}
            """
        let entry = try #require(read(text))
        #expect(entry.name == "X")
        #expect(entry.arrival == nil)
        #expect(entry.recipients.map(\.address) == [Array("a@b".utf8)])
    }

    @Test(
        "are refused when they are malformed",
        arguments: [
            "", "x", "{", "{}", "[]", "null", "{\"queue_id\": \"A\"}", "{\"recipients\": []}",
            "{\"queue_id\": \"\", \"recipients\": []}",
            "{\"queue_id\": \"A\", \"recipients\": {}}",
            "{\"queue_id\": \"A\", \"recipients\": [1]}",
            "{\"queue_id\": \"A\", \"recipients\": [{\"address\": 1}]}",
            "{\"queue_id\": \"A\", \"recipients\": []} x",
            "{\"queue_id\": \"A\", \"recipients\": [],}",
            "{\"queue_id\": \"A\", \"recipients\": [], \"x\": nul}",
            "{\"queue_id\": \"A\", \"recipients\": [], \"x\": \"\\x\"}",
            "{\"queue_id\": \"A\", \"recipients\": [], \"x\": \"\\u12\"}",
            "{\"queue_id\": \"A\", \"recipients\": [], \"x\": \"\u{1}\"}",
            "{\"queue_id\": \"A\", \"arrival_time\": 1.5, \"recipients\": []}",
            "{\"queue_id\": \"A\", \"arrival_time\": 99999999999999999999, \"recipients\": []}",
            "{\"queue_id\": \"A\", \"recipients\": [], \"x\": "
                + String(repeating: "[", count: 100_000),
        ]
    )
    func malformed(text: String) { #expect(read(text) == nil) }

    @Test(
        "have their strings decoded",
        arguments: [
            ("\\\"\\\\\\/\\b\\f\\n\\r\\t", "\"\\/\u{8}\u{c}\n\r\t"), ("\\u00e9\\u20ac", "é€"),
            ("\\ud83d\\ude00", "😀"), ("\\ud83dx", "\u{fffd}x"), ("\\ude00", "\u{fffd}"),
            ("\\ud83d\\u0041", "\u{fffd}A"), ("é", "é"),
        ]
    )
    func strings(json: String, text: String) {
        var scanner = JSONScanner(Array("\"\(json)\"".utf8)[...])
        let found = scanner.string()
        let isAtEnd = scanner.isAtEnd()
        #expect(found == Array(text.utf8))
        #expect(isAtEnd)
    }

    @Test("name the domain after the last @, without case and final dot")
    func domains() {
        let rows = [
            ("a@B.Test", "b.test"), ("\"x@y\"@b.test", "b.test"), ("a@b.test.", "b.test"),
            ("mailer-daemon", ""), ("", ""), ("a@", ""),
        ]
        for (address, domain) in rows {
            let recipient = QueueEntry.Recipient(address: Array(address.utf8))
            #expect(recipient.domain == Array(domain.utf8))
        }
    }

    @Test("give no name that is not one of Postfix's", arguments: ["-f", "ALL -f", "a/b", "a\\nb"])
    func names(id: String) throws {
        let entry = try #require(read("{\"queue_id\": \"\(id)\", \"recipients\": []}"))
        #expect(entry.name == nil)
    }

    @Test("never end the program, whatever is in them", arguments: 0..<20)
    func damage(seed: Int) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            var bytes = Array(Self.line.utf8)
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                if Bool.random(using: &generator) {
                    bytes[place] =
                        Array("\"\\{}[],:u0e-".utf8).randomElement(using: &generator) ?? 0
                } else {
                    bytes = Array(bytes[..<max(place, 1)])
                }
            }
            _ = QueueEntry(bytes[...])
        }
    }
}

@Suite("Lines of a stream")
struct QueueLinesTests {
    @Test("are the same in whatever pieces they come", arguments: 0..<50)
    func pieces(seed: Int) {
        var generator = SeededGenerator(seed: seed)
        let text = Array("first\n\nthird line\n0123456789\n01234567890\nlast\nrest".utf8)
        var lines = QueueLines(longest: 10)
        var found: [String] = []
        for piece in generator.pieces(of: text) {
            lines.feed(piece[...]) { found.append(String(decoding: $0, as: UTF8.self)) }
        }
        #expect(found == ["first", "", "third line", "0123456789", "last"])
        #expect(lines.tooLong == 1)
        #expect(lines.hasRest)
    }
}
