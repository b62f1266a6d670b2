import DNSTestSupport
import ProbeModel
import Testing

@Suite("a DNS message")
struct DNSMessageTests {
    /// What every message below begins with: ID 7, a recursive answer, one question about `a.test`
    /// MX.
    private static let question: [UInt8] = [1, 97, 4, 116, 101, 115, 116, 0, 0, 15, 0, 1]

    private static func message(counts: [UInt8], _ rest: [UInt8]) -> [UInt8] {
        [0, 7, 0x81, 0x80] + counts.flatMap { [0, $0] } + rest
    }

    @Test("is refused for the rule it breaks")
    func refused() {
        let pointerToItself: [UInt8] = [0xc0, 24]
        let rows: [(bytes: [UInt8], error: DNSMessageError)] = [
            ([], .truncated),
            ([0, 7, 0x81, 0x80, 0, 1, 0, 0, 0, 0, 0], .truncated),
            // Not one question.
            (Self.message(counts: [0, 0, 0, 0], []), .questionCount),
            (Self.message(counts: [2, 0, 0, 0], Self.question + Self.question), .questionCount),
            // Names: a pointer to itself, forwards, in a ring of two, and into the middle of
            // itself.
            (Self.message(counts: [1, 1, 0, 0], Self.question + pointerToItself), .pointer),
            (Self.message(counts: [1, 1, 0, 0], Self.question + [0xc0, 26, 0]), .pointer),
            (Self.message(counts: [1, 0, 0, 0], [0xc0, 14, 0xc0, 12, 0, 1, 0, 1]), .pointer),
            (Self.message(counts: [1, 1, 0, 0], Self.question + [1, 98, 0xc0, 24]), .pointer),
            // A pointer that is cut in half.
            (Self.message(counts: [1, 1, 0, 0], Self.question + [0xc0]), .truncated),
            // Label types 01 and 10 (RFC 6891 section 5 gave the first up).
            (Self.message(counts: [1, 0, 0, 0], [0x41, 97, 0, 0, 1, 0, 1]), .labelType),
            (Self.message(counts: [1, 0, 0, 0], [0x81, 97, 0, 0, 1, 0, 1]), .labelType),
            // A name of 256 bytes.
            (
                Self.message(
                    counts: [1, 0, 0, 0],
                    Array(repeating: [1, 97], count: 127).flatMap(\.self) + [1, 97, 0, 0, 1, 0, 1]
                ), .nameTooLong
            ),
            // Data that goes on beyond the end.
            (
                Self.message(
                    counts: [1, 1, 0, 0],
                    Self.question + [0xc0, 12, 0, 15, 0, 1, 0, 0, 0, 9, 0, 9, 0, 1, 0]
                ), .truncated
            ),
            // More records than are taken, and as many as that, which are missing.
            ([0, 7, 0x81, 0x80, 0, 1, 0x07, 0xd0, 0, 0, 0, 1] + Self.question, .tooManyRecords),
            ([0, 7, 0x81, 0x80, 0, 1, 0x07, 0xd0, 0, 0, 0, 0] + Self.question, .truncated),
            // OPT below a name, and twice.
            (
                Self.message(
                    counts: [1, 0, 0, 1],
                    Self.question + [0xc0, 12, 0, 41, 4, 208, 0, 0, 0, 0, 0, 0]
                ), .edns
            ),
            (
                Self.message(
                    counts: [1, 0, 0, 2],
                    Self.question + [0, 0, 41, 4, 208, 0, 0, 0, 0, 0, 0]
                        + [0, 0, 41, 4, 208, 0, 0, 0, 0, 0, 0]
                ), .edns
            ),
            (Array(repeating: 0, count: 65_536), .tooLong),
        ]
        for (bytes, error) in rows {
            #expect(throws: error, "\(bytes.prefix(40))") { try DNSMessage.parse(bytes) }
        }
    }

    @Test("tells its header")
    func header() throws {
        var builder = MessageBuilder(
            id: 0xabcd,
            flags: 0x8583,
            question: WireQuestion("A.Test", 15)
        )
        builder.addEDNS()
        let message = try DNSMessage.parse(builder.build())
        #expect(message.id == 0xabcd)
        #expect(message.isResponse && message.isAuthoritative && message.offersRecursion)
        #expect(!message.isTruncated && !message.isCheckingDisabled)
        #expect(message.rcode == 3)
        #expect(message.question == WireQuestion("a.test", 15))
        #expect(message.edns?.payloadSize == 1_232)
        let plain = MessageBuilder(flags: 0x0210, question: WireQuestion("a.test", 15)).build()
        let query = try DNSMessage.parse(plain)
        #expect(!query.isResponse && query.isTruncated && query.isCheckingDisabled)
        #expect(query.edns == nil)
    }

    @Test("has the upper bits of its response code in EDNS")
    func extendedResponseCode() throws {
        var builder = MessageBuilder(question: WireQuestion("a.test", 1))
        builder.addEDNS()
        builder.additionals[0].timeToLive = 0x0100_8000
        let message = try DNSMessage.parse(builder.build())
        #expect(message.rcode == 16)
        #expect(message.edns?.isDNSSECOK == true)
    }

    @Test(
        "answers a query only when everything matches",
        arguments: [
            (UInt16(7), UInt16(0x8180), "a.test", UInt16(15), true),
            (7, 0x8180, "A.TEST", 15, true),
            (8, 0x8180, "a.test", 15, false),
            (7, 0x0180, "a.test", 15, false),
            (7, 0x8980, "a.test", 15, false),
            (7, 0x8180, "b.test", 15, false),
            (7, 0x8180, "a.test", 1, false),
        ]
    )
    func matching(id: UInt16, flags: UInt16, name: String, type: UInt16, expected: Bool) throws {
        let query = DNSQuery(id: 7, question: WireQuestion("a.test", 15), wantsSignatures: true)
        let builder = MessageBuilder(id: id, flags: flags, question: WireQuestion(name, type))
        #expect(try DNSMessage.parse(builder.build()).answers(query) == expected)
    }

    @Test("is a referral when it offers nothing but other servers")
    func referral() throws {
        let zone = DNSName(text: "test")
        var builder = MessageBuilder(flags: 0x8100, question: WireQuestion("a.test", 15))
        builder.authorities = [.init(zone, 2, .name(DNSName(text: "ns.test")))]
        #expect(try DNSMessage.parse(builder.build()).isReferral)
        // Near misses: a resolver, an authority, and a statement that there is nothing.
        builder.flags = 0x8180
        #expect(try !DNSMessage.parse(builder.build()).isReferral)
        builder.flags = 0x8500
        #expect(try !DNSMessage.parse(builder.build()).isReferral)
        builder.flags = 0x8100
        builder.authorities = [
            .init(zone, 6, .name(zone), .name(zone), .bytes(.init(repeating: 0, count: 20)))
        ]
        #expect(try !DNSMessage.parse(builder.build()).isReferral)
    }
}
