import ProbeModel
import Testing

@Suite("a compressed name")
struct CompressionTests {
    /// A question for `a`, a record with some data, and a record with its owner written as given.
    private static func message(data: [UInt8], owner: [UInt8]) -> [UInt8] {
        let header: [UInt8] = [0, 0, 0x81, 0x80, 0, 1, 0, 2, 0, 0, 0, 0]
        let length = [UInt8(data.count >> 8), UInt8(truncatingIfNeeded: data.count)]
        let fields: [UInt8] = [0, 16, 0, 1, 0, 0, 0, 0]
        return header + [1, 97, 0, 0, 1, 0, 1] + [0] + fields + length + data
            + owner + fields + [0, 0]
    }

    /// Where the data of the first record begins.
    private static let dataStart = 30

    /// Pointers, the first to the question's name and each other to the one before it.
    private static func chain(_ count: Int) -> [UInt8] {
        (0..<count).flatMap { index in
            pointer(to: index == 0 ? 12 : dataStart + 2 * (index - 1))
        }
    }

    private static func pointer(to position: Int) -> [UInt8] {
        [0xc0 | UInt8(position >> 8), UInt8(truncatingIfNeeded: position)]
    }

    @Test("may follow as many pointers as it can have labels", arguments: [1, 2, 126])
    func pointersToPointers(count: Int) throws {
        let last = Self.dataStart + 2 * (count - 1)
        let bytes = Self.message(data: Self.chain(count), owner: Self.pointer(to: last))
        let message = try DNSMessage.parse(bytes)
        #expect(message.answers.last?.owner == DNSName(labels: [[97]]))
    }

    @Test("may not follow more", arguments: [127, 128, 2_000])
    func tooManyPointers(count: Int) {
        let last = Self.dataStart + 2 * (count - 1)
        let bytes = Self.message(data: Self.chain(count), owner: Self.pointer(to: last))
        #expect(throws: DNSMessageError.pointer) { try DNSMessage.parse(bytes) }
    }

    /// The first record's data: a name, and names of which the label takes in the pointer too.
    @Test("ends before the pointer that leads to it", arguments: [3, 12, 63] as [UInt8])
    func runsOn(length: UInt8) throws {
        let owner = Self.pointer(to: Self.dataStart)
        let message = try DNSMessage.parse(Self.message(data: [1, 98, 0], owner: owner))
        #expect(message.answers.last?.owner == DNSName(labels: [[98]]))
        let bytes = Self.message(data: [length, 98, 0], owner: owner)
        #expect(throws: DNSMessageError.pointer) { try DNSMessage.parse(bytes) }
    }
}
