import ProbeModel
import Testing

@Suite("IPAddress")
struct IPAddressTests {
    @Test(
        "reads text, and writes it as RFC 5952 wants",
        arguments: [
            // IPv4.
            ("192.0.2.1", "192.0.2.1"), ("0.0.0.0", "0.0.0.0"),
            ("255.255.255.255", "255.255.255.255"),
            // RFC 5952 section 4: lower case, no leading zeros, the longest run of zeros.
            ("2001:DB8::1", "2001:db8::1"),
            ("2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1"),
            ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
            ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
            ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"),
            ("::", "::"), ("::1", "::1"), ("1::", "1::"), ("fe80::", "fe80::"),
            ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"), ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"),
            // The last 32 bits in dotted form.
            ("::ffff:192.0.2.1", "::ffff:192.0.2.1"), ("::ffff:c000:201", "::ffff:192.0.2.1"),
            ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"),
            ("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"),
            ("::192.0.2.1", "::c000:201"),
        ]
    )
    func accepted(text: String, written: String) throws {
        let address = try #require(IPAddress(text))
        #expect(address.description == written)
        #expect(IPAddress(written) == address)
        #expect(IPAddress(bytes: address.bytes) == address)
    }

    @Test(
        "refuses everything else",
        arguments: [
            // Not four octets.
            "", "1", "1.2.3", "1.2.3.4.5", "1.2.3.", ".1.2.3", "1..2.3", "1.2.3.256", "1.2.3.1000",
            // Octal to some, and signs.
            "01.2.3.4", "1.2.3.00", "0x1.2.3.4", "+1.2.3.4", "-1.2.3.4", "1.2.3.4 ", " 1.2.3.4",
            // IPv6 with too much or too little.
            ":", ":::", "::1::", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9",
            ":1:2:3:4:5:6:7:8",
            "1:2:3:4:5:6:7:8:", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8", "12345::", "g::", "::-1",
            "::+1", "1:", ":1",
            // The dotted part only ends an address.
            "1.2.3.4::", "::1.2.3.4:1", "::1.2.3", "1:2:3:4:5:6:7:1.2.3.4", "::1.2.3.04",
            // Zones, brackets, prefixes, other digits.
            "fe80::1%eth0", "[::1]", "::1/64", "1.2.3.4/24", "١.٢.٣.٤", "1.2.3.4\0",
            "1.\u{301}2.3.4", ":\u{301}:1",
        ] as [RawText]
    )
    func refused(row: RawText) {
        #expect(IPAddress(row.text) == nil)
    }

    @Test("takes 4 or 16 bytes", arguments: [0, 1, 3, 5, 8, 15, 17, 32])
    func bytes(count: Int) {
        #expect(IPAddress(bytes: Array(repeating: 0, count: count)) == nil)
    }

    @Test("writes what it reads back, for random addresses", arguments: 0..<100 as Range<UInt64>)
    func roundTrip(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<50 {
            // Many zeros, so that runs of them are met.
            let bytes = (0..<(Bool.random(using: &random) ? 4 : 16)).map { _ in
                Bool.random(using: &random) ? 0 : UInt8.random(in: 0...255, using: &random)
            }
            let address = IPAddress(bytes: bytes)
            #expect(address?.bytes == bytes)
            #expect(address.flatMap { IPAddress($0.description) } == address)
        }
    }

    @Test("sorts IPv4 first, then by number")
    func order() {
        let texts = ["::", "2001:db8::2", "192.0.2.10", "2001:db8::1", "192.0.2.9"]
        let sorted = texts.compactMap { IPAddress($0) }.sorted().map(\.description)
        #expect(sorted == ["192.0.2.9", "192.0.2.10", "::", "2001:db8::1", "2001:db8::2"])
    }

    @Test("keeps an IPv4-mapped address apart from the IPv4 address")
    func mapped() {
        #expect(IPAddress("::ffff:192.0.2.1")?.family == .ipv6)
        #expect(IPAddress("::ffff:192.0.2.1") != IPAddress("192.0.2.1"))
        #expect(IPAddress("::c000:201") != IPAddress("192.0.2.1"))
    }

    @Test("makes endpoints with brackets around IPv6 and implicit TLS on 465")
    func endpoints() throws {
        let ipv4 = try #require(IPAddress("192.0.2.1"))
        let ipv6 = try #require(IPAddress("2001:db8::1"))
        #expect(Endpoint(address: ipv4, port: 25).description == "192.0.2.1:25")
        #expect(Endpoint(address: ipv6, port: 2525).description == "[2001:db8::1]:2525")
        #expect(Endpoint(address: ipv4, port: 465).tlsMode == .implicit)
        #expect(Endpoint(address: ipv4, port: 465, tlsMode: .starttls).tlsMode == .starttls)
        #expect(Endpoint(address: ipv4, port: 587).tlsMode == .starttls)
    }
}
