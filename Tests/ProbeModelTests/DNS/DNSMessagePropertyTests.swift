import DNSTestSupport
import ProbeModel
import TestSupport
import Testing

/// What holds for every sequence of bytes; each seed can be run alone.
@Suite("any bytes")
struct DNSMessagePropertyTests {
    private static let types: [RecordType] = [.a, .aaaa, .mx, .tlsa, .ptr, .cname, .soa]

    /// The properties that a message has when it can be read at all.
    private func check(_ message: DNSMessage) {
        for record in message.answers + message.authorities {
            #expect(record.data.upperBound <= message.bytes.count)
            #expect(record.owner.wireBytes.count <= DNSName.maximumWireLength)
            _ = message.value(of: record)
        }
        let answer = DNSAnswer(message)
        #expect(answer.records.count <= DNSAnswer.maximumRecords)
        #expect(answer.fault == nil || answer.records.isEmpty)
    }

    @Test("are read or refused as a message", arguments: 0..<40)
    func randomBytes(seed: Int) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<250 {
            var bytes = generator.bytes(.random(in: 0...200, using: &generator))
            // One question, and few records, so that the reader gets beyond the header.
            if bytes.count > 12 { bytes.replaceSubrange(4..<10, with: [0, 1, 0, 3, 0, 1]) }
            if let message = try? DNSMessage.parse(bytes) { check(message) }
        }
    }

    @Test("that differ a little from a message are read or refused", arguments: 0..<40)
    func mutated(seed: Int) {
        var generator = SeededGenerator(seed: seed)
        let original = MessageBuilder.random(using: &generator).build()
        for _ in 0..<250 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                bytes[place] = generator.bytes(1)[0]
            }
            if let message = try? DNSMessage.parse(bytes) { check(message) }
        }
    }

    @Test("are read or told unreadable as a record's data", arguments: 0..<20)
    func randomData(seed: Int) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<250 {
            let bytes = generator.bytes(.random(in: 0...40, using: &generator))
            for type in Self.types {
                if case .unreadable(let length) = RecordValue.read(type: type, rdata: bytes) {
                    #expect(length == bytes.count)
                }
            }
        }
    }

    @Test("of a message come back as they were written", arguments: 0..<40)
    func roundTrip(seed: Int) throws {
        var generator = SeededGenerator(seed: seed)
        var builder = MessageBuilder.random(using: &generator)
        for compresses in [true, false] {
            builder.compresses = compresses
            let message = try DNSMessage.parse(builder.build())
            #expect(message.question == builder.question)
            #expect(message.answers.map(\.owner) == builder.answers.map(\.owner))
            #expect(message.answers.map(\.type) == builder.answers.map(\.type))
            #expect(message.answers.map(message.value) == builder.answers.map(\.value))
            #expect(message.authorities.map(message.value) == builder.authorities.map(\.value))
        }
    }

    @Test("of a message that is cut short anywhere are refused", arguments: 0..<20)
    func truncation(seed: Int) {
        var generator = SeededGenerator(seed: seed)
        let bytes = MessageBuilder.random(using: &generator).build()
        for length in bytes.indices {
            #expect(throws: DNSMessageError.self) { try DNSMessage.parse(Array(bytes[..<length])) }
        }
    }
}

extension MessageBuilder {
    /// A well-formed message with a few records of the types that are read.
    fileprivate static func random(using generator: inout SeededGenerator) -> MessageBuilder {
        let names = (0..<4).map { _ in DNSName.random(using: &generator) }
        let name = names[0]
        var builder = MessageBuilder(question: WireQuestion(name: name, type: 15))
        func record(_ generator: inout SeededGenerator) -> Record {
            let owner = names[Int.random(in: 0..<4, using: &generator)]
            let target = names[Int.random(in: 0..<4, using: &generator)]
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: return Record(owner, 1, .bytes(generator.bytes(4)))
            case 1: return Record(owner, 28, .bytes(generator.bytes(16)))
            case 2: return Record(owner, 15, .bytes(generator.bytes(2)), .name(target))
            case 3: return Record(owner, 5, .name(target))
            default: return Record(owner, 52, .bytes(generator.bytes(35)))
            }
        }
        for _ in 0..<Int.random(in: 1...5, using: &generator) {
            builder.answers.append(record(&generator))
        }
        for _ in 0..<Int.random(in: 0...3, using: &generator) {
            builder.authorities.append(record(&generator))
        }
        return builder
    }
}

extension MessageBuilder.Record {
    /// What the record says, worked out without the reader that is tested.
    fileprivate var value: RecordValue {
        switch (type, data[0], data.last) {
        case (1, .bytes(let bytes), _), (28, .bytes(let bytes), _):
            return IPAddress(bytes: bytes).map { .address($0) } ?? .unreadable(length: 0)
        case (15, .bytes(let bytes), .name(let name)):
            let preference = UInt16(bytes[0]) << 8 | UInt16(bytes[1])
            return .mx(MXRecord(preference: preference, exchange: name))
        case (5, .name(let name), _): return .name(name)
        case (_, .bytes(let bytes), _):
            return .tlsa(
                TLSARecord(
                    usage: bytes[0],
                    selector: bytes[1],
                    matchingType: bytes[2],
                    data: Array(bytes[3...])
                )
            )
        default: return .unreadable(length: 0)
        }
    }
}

extension DNSName {
    fileprivate static func random(using generator: inout SeededGenerator) -> DNSName {
        let labels = (0..<Int.random(in: 1...6, using: &generator)).map { _ in
            generator.bytes(.random(in: 1...30, using: &generator))
        }
        return DNSName(labels: labels) ?? .root
    }
}
