import ProbeModel
import TestSupport
import Testing

@Suite("ReplyReader")
struct ReplyReaderTests {
    @Test(
        "reads replies as RFC 5321 section 4.2 describes, and what real servers add",
        arguments: ReplyReaderTests.rows
    )
    func wholeInput(_ row: ReplyCase) {
        #expect(read([row.bytes]).0 == row.expectation)
    }

    @Test("gives the same for one byte at a time", arguments: ReplyReaderTests.rows)
    func singleBytes(_ row: ReplyCase) {
        let (expectation, refusal) = read(row.bytes.map { [$0] })
        #expect(expectation == row.expectation)
        // What is kept of a refused line depends on how much had come, but never on anything else.
        let whole = read([row.bytes]).1
        #expect(whole?.bytes.starts(with: refusal?.bytes ?? []) != false)
    }

    @Test("gives the same for any segmentation", arguments: 0..<40 as Range<UInt64>)
    func randomSegments(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for row in ReplyReaderTests.rows {
            #expect(read(random.pieces(of: row.bytes)).0 == row.expectation, "\(row)")
        }
    }

    @Test("never traps on random bytes", arguments: 0..<200 as Range<UInt64>)
    func randomBytes(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let alphabet = Array("0123456789 -\r\n\0é.".utf8)
        for length in 0..<60 {
            let bytes = (0..<length).map { _ in alphabet.randomElement(using: &random) ?? 0 }
            #expect(read([bytes]).0 == read(random.pieces(of: bytes)).0)
        }
    }

    @Test("refuses what cannot become a reply before the line ends")
    func earlyRefusal() {
        for (text, reason) in [
            ("S", ReplyRefusal.Reason.missingCode), ("\u{16}", .missingCode),
            ("1", .codeOutOfRange),
            ("6", .codeOutOfRange), ("26", .codeOutOfRange), ("220x", .missingCode),
            ("22a", .missingCode), ("220\rx", .missingCode), ("220\r ", .missingCode),
        ] {
            #expect(read([Array(text.utf8)]).0 == .refused(reason, after: []), "\(text)")
        }
    }

    @Test("keeps the first bytes of the line that is refused")
    func refusedBytes() {
        let text = "220-mx.example\r\nSSH-2.0-OpenSSH_9.2\r\n"
        #expect(read([Array(text.utf8)]).1?.bytes == Array("SSH-2.0-OpenSSH_9.2\r\n".utf8))
        let long = Array(repeating: UInt8(ascii: "x"), count: 5000)
        #expect(read([long]).1?.bytes.count == ProbeObservation.maximumRawBytes)
    }

    @Test("repeats a refusal and takes nothing more")
    func finalRefusal() {
        var reader = ReplyReader()
        reader.append(Array("HTTP/1.1 400\r\n".utf8))
        let refusal = reader.next()
        reader.append(Array("220 late\r\n".utf8))
        #expect(reader.next() == refusal)
        #expect(!reader.hasUnreadBytes)
    }

    @Test("takes the enhanced status code of the last line")
    func enhancedCode() throws {
        var reader = ReplyReader()
        reader.append(Array("550-5.1.1 first\r\n550 5.7.1 second\r\n".utf8))
        #expect(try reader.next()?.get().enhancedCode?.description == "5.7.1")
    }

    static let rows: [ReplyCase] = [
        // Ordinary replies.
        .replies("220 mx.example ESMTP\r\n", "220|mx.example ESMTP"),
        .replies(
            "250-mx.example\r\n250-SIZE 1000\r\n250 HELP\r\n",
            "250|mx.example|SIZE 1000|HELP"
        ),
        .replies("250 2.1.0 Ok\r\n250 2.1.5 Ok\r\n", "250|2.1.0 Ok", "250|2.1.5 Ok"),
        .replies("200 low\r\n559 high\r\n", "200|low", "559|high"),
        .replies(""),
        // A bare code is legal, and so is an empty text; smtp-sink ends its EHLO reply so.
        .replies("250\r\n", "250|"),
        .replies("250 \r\n", "250|"),
        .replies("250-\r\n250\r\n", "250||"),
        .replies("250-smtp-sink\r\n250-8BITMIME\r\n250 \r\n", "250|smtp-sink|8BITMIME|"),
        // Line ends.
        .replies("220 a\n", "220|a"),
        .replies("250-a\n250 b\r\n", "250|a|b"),
        .replies("250\n", "250|"),
        .replies("250 a\r\r\n", "250|a"),
        .replies("250\r\r\n", "250|"),
        .replies("250 a\rb\r\n", "250|a\\x0db"),
        // Any bytes may follow the separator.
        .replies("250  two spaces\r\n", "250| two spaces"),
        .replies("250 -\r\n", "250|-"),
        .replies("250--x\r\n250 y\r\n", "250|-x|y"),
        .replies("220 \u{1b}[2J\r\n", "220|\\x1b[2J"),
        .replies("220 Grüße\r\n", "220|Grüße"),
        // Lines of one reply with different codes: the last one counts, as in Postfix.
        .replies("250-a\r\n550 b\r\n", "550|a|b"),
        // Not whole yet.
        .incomplete("2"), .incomplete("220"), .incomplete("220 "), .incomplete("220 mx.example"),
        .incomplete("220\r"), .incomplete("220-a\r\n"), .incomplete("220-a\r\n220"),
        .incomplete("220 a\r\n250-", after: "220|a"),
        // Other protocols.
        .refused("SSH-2.0-OpenSSH_9.2\r\n", .missingCode),
        .refused("HTTP/1.1 400 Bad Request\r\n", .missingCode),
        .refused("+OK POP3 ready\r\n", .missingCode),
        .refused("* OK IMAP4rev1\r\n", .missingCode),
        .refused("\u{16}\u{3}\u{1}", .missingCode),
        .refused("\0\0\0", .missingCode),
        .refused("\r\n220 late\r\n", .missingCode),
        .refused(" 220 late\r\n", .missingCode),
        .refused("220 a\r\ngarbage\r\n", .missingCode, after: "220|a"),
        .refused("250-a\r\ngarbage\r\n", .missingCode),
        // Codes that are none.
        .refused("25\r\n", .missingCode),
        .refused("2500 x\r\n", .missingCode),
        .refused("250\tx\r\n", .missingCode),
        .refused("250=x\r\n", .missingCode),
        .refused("199 too low\r\n", .codeOutOfRange),
        .refused("600 too high\r\n", .codeOutOfRange),
        .refused("260 second digit\r\n", .codeOutOfRange),
        .refused("099 zero\r\n", .codeOutOfRange),
        // The longest line, with its ending, and one byte more.
        .replies("220 \(x(4090))\r\n", "220|\(x(4090))"),
        .refused("220 \(x(4091))\r\n", .lineTooLong),
        .replies("220 \(x(4091))\n", "220|\(x(4091))"),
        .refused("220 \(x(1_000_000))", .lineTooLong),
        // The most lines, and one more.
        .replies(lines(255) + "250 a\r\n", "250" + String(repeating: "|a", count: 256)),
        .refused(lines(256) + "250 a\r\n", .tooManyLines),
        .refused(lines(1000), .tooManyLines),
        // The longest reply: 16 lines of 4096 bytes, and one byte more.
        .replies(longLines(15) + "250 \(x(4090))\r\n", longReply),
        .refused(longLines(15) + "250-\(x(4090))\r\n250\r\n", .replyTooLong),
        .refused(longLines(15) + "250-\(x(4080))\r\n250 \(x(10))\r\n", .replyTooLong),
    ]

    private static func x(_ count: Int) -> String { String(repeating: "x", count: count) }

    private static func lines(_ count: Int) -> String {
        String(repeating: "250-a\r\n", count: count)
    }

    private static func longLines(_ count: Int) -> String {
        String(repeating: "250-\(x(4090))\r\n", count: count)
    }

    private static let longReply = "250" + String(repeating: "|\(x(4090))", count: 16)
}
