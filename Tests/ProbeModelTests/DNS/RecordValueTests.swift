import DNSTestSupport
import ProbeModel
import Testing

@Suite("the data of a record")
struct RecordValueTests {
    /// One row: a type, its bytes and what they say.
    struct Row: CustomTestStringConvertible, Sendable {
        let type: RecordType
        let bytes: [UInt8]
        let value: RecordValue

        init(_ type: RecordType, _ bytes: [UInt8], _ value: RecordValue) {
            self.type = type
            self.bytes = bytes
            self.value = value
        }

        var testDescription: String { "\(type.mnemonic) \(bytes)" }
    }

    private static let documentation = IPAddress(ipv4: 0xc000_0201)
    private static let six = IPAddress(ipv6High: 0x2001_0db8_0000_0000, low: 1)
    private static let sixBytes: [UInt8] = [
        0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1,
    ]

    @Test(
        "is read as its type says, to the last byte",
        arguments: [
            Row(.a, [192, 0, 2, 1], .address(documentation)),
            Row(.a, [192, 0, 2], .unreadable(length: 3)),
            Row(.a, [192, 0, 2, 1, 0], .unreadable(length: 5)),
            Row(.a, [], .unreadable(length: 0)),
            Row(.aaaa, sixBytes, .address(six)),
            Row(.aaaa, [192, 0, 2, 1], .unreadable(length: 4)),
            // RFC 7505: the null MX.
            Row(.mx, [0, 0, 0], .mx(MXRecord(preference: 0, exchange: .root))),
            Row(
                .mx,
                [1, 2, 1, 65, 0],
                .mx(MXRecord(preference: 258, exchange: DNSName(text: "a")))
            ),
            // Bytes that are no host name are still a name.
            Row(
                .mx,
                [0, 9, 2, 0, 255, 0],
                .mx(MXRecord(preference: 9, exchange: DNSName(labels: [[0, 255]]) ?? .root))
            ),
            Row(.mx, [0], .unreadable(length: 1)),
            Row(.mx, [0, 0], .unreadable(length: 2)),
            Row(.mx, [0, 0, 1, 65], .unreadable(length: 4)),
            Row(.mx, [0, 0, 0, 0], .unreadable(length: 4)),
            // A pointer, which only makes sense within a message.
            Row(.mx, [0, 0, 0xc0, 0], .unreadable(length: 4)),
            Row(.ptr, [1, 97, 1, 98, 0], .name(DNSName(text: "a.b"))),
            Row(.cname, [0], .name(.root)),
            Row(.cname, [1, 97], .unreadable(length: 2)),
            Row(
                .tlsa,
                [3, 1, 1, 0xab],
                .tlsa(TLSARecord(usage: 3, selector: 1, matchingType: 1, data: [0xab]))
            ),
            Row(
                .tlsa,
                [3, 1, 1],
                .tlsa(TLSARecord(usage: 3, selector: 1, matchingType: 1, data: []))
            ),
            Row(.tlsa, [3, 1], .unreadable(length: 2)),
            // Types that nobody asks mxprobe to read.
            Row(.soa, [0], .unreadable(length: 1)),
            Row(.rrsig, [0, 0], .unreadable(length: 2)),
            Row(.dnskey, [], .unreadable(length: 0)),
        ]
    )
    func read(row: Row) {
        #expect(RecordValue.read(type: row.type, rdata: row.bytes) == row.value)
    }
}
