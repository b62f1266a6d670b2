import DNSTestSupport
import ProbeModel
import Testing

@Suite("the answer in a message")
struct DNSAnswerTests {
    private typealias Record = MessageBuilder.Record

    private func answer(type: UInt16 = 1, _ records: [MessageBuilder.Record]) throws -> DNSAnswer {
        var builder = MessageBuilder(question: WireQuestion("a.test", type))
        builder.answers = records
        return DNSAnswer(try DNSMessage.parse(builder.build()))
    }

    private func address(_ owner: String, _ last: UInt8) -> MessageBuilder.Record {
        Record(DNSName(text: owner), 1, .bytes([192, 0, 2, last]))
    }

    private func alias(_ owner: String, _ target: String) -> MessageBuilder.Record {
        Record(DNSName(text: owner), 5, .name(DNSName(text: target)))
    }

    @Test("is the records of the name asked about, and no others")
    func plain() throws {
        var chaos = address("a.test", 3)
        chaos.recordClass = 3
        let answer = try answer([
            address("a.test", 1), address("b.test", 2), address("A.TEST", 4), chaos,
        ])
        #expect(answer.records.count == 2)
        #expect(answer.canonicalName == nil)
        #expect(answer.fault == nil)
    }

    @Test("follows aliases in any order")
    func aliases() throws {
        let answer = try answer([
            address("c.test", 1), alias("b.test", "c.test"), alias("a.test", "b.test"),
        ])
        #expect(answer.records == [.address(IPAddress(ipv4: 0xc000_0201))])
        #expect(answer.canonicalName == DNSName(text: "c.test"))
    }

    @Test("may be the alias itself")
    func aliasAskedFor() throws {
        let answer = try answer(type: 5, [alias("a.test", "b.test"), alias("b.test", "c.test")])
        #expect(answer.records == [.name(DNSName(text: "b.test"))])
        #expect(answer.canonicalName == nil)
    }

    @Test("has no records where an alias leads out of the message")
    func openAlias() throws {
        let answer = try answer([alias("a.test", "b.test"), address("a.test", 1)])
        #expect(answer.records.isEmpty)
        #expect(answer.canonicalName == DNSName(text: "b.test"))
    }

    @Test("is faulty where aliases lead in a circle, also to themselves")
    func circle() throws {
        let ring = try answer([alias("a.test", "b.test"), alias("b.test", "a.test")])
        #expect(ring.fault == "the aliases lead in a circle")
        #expect(try answer([alias("a.test", "A.test")]).fault == "the aliases lead in a circle")
    }

    @Test("follows sixteen aliases and not seventeen", arguments: [(16, true), (17, false)])
    func longChain(length: Int, isFine: Bool) throws {
        func name(_ index: Int) -> String { index == 0 ? "a.test" : "n\(index).test" }
        let chain = (0..<length).map { alias(name($0), name($0 + 1)) }
        let answer = try answer(chain + [address(name(length), 1)])
        #expect((answer.fault == nil) == isFine)
        #expect(answer.records.isEmpty != isFine)
    }

    @Test("is faulty where an alias cannot be read")
    func unreadableAlias() throws {
        let answer = try answer([Record(DNSName(text: "a.test"), 5, .bytes([1, 97]))])
        #expect(answer.fault == "an alias in the answer cannot be read")
    }

    @Test("holds a thousand records and not one more", arguments: [(1_000, true), (1_001, false)])
    func limit(count: Int, isFine: Bool) throws {
        let answer = try answer((0..<count).map { address("a.test", UInt8($0 % 256)) })
        #expect((answer.fault == nil) == isFine)
        #expect(answer.records.count == (isFine ? count : 0))
    }
}
