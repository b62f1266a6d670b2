import DNSTestSupport
import ProbeModel
import Testing

@Suite("a DNS query")
struct DNSQueryTests {
    @Test("is written byte for byte as RFC 1035 and RFC 6891 say")
    func bytes() {
        let query = DNSQuery(
            id: 0x1234,
            question: WireQuestion("a.test", 15),
            wantsSignatures: true
        )
        #expect(
            query.bytes == [0x12, 0x34, 1, 0x10, 0, 1, 0, 0, 0, 0, 0, 1]
                + [1, 97, 4, 116, 101, 115, 116, 0, 0, 15, 0, 1]
                + [0, 0, 41, 4, 0xd0, 0, 0, 0x80, 0, 0, 0]
        )
    }

    @Test("is read back as it was meant", arguments: [true, false], [true, false])
    func roundTrip(wantsSignatures: Bool, usesEDNS: Bool) throws {
        let query = DNSQuery(
            id: 1,
            question: WireQuestion("", 48),
            wantsSignatures: wantsSignatures,
            usesEDNS: usesEDNS
        )
        let message = try DNSMessage.parse(query.bytes)
        #expect(message.question == query.question)
        #expect(message.isCheckingDisabled == wantsSignatures)
        #expect((message.edns != nil) == usesEDNS)
        #expect(message.edns?.isDNSSECOK == (usesEDNS ? wantsSignatures : nil))
        #expect(!message.isResponse)
    }
}
