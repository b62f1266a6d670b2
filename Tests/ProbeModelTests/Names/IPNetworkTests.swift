import ProbeModel
import Testing

@Suite("IPNetwork")
struct IPNetworkTests {
    @Test(
        "reads a prefix, or an address as the range of itself",
        arguments: [
            ("192.0.2.0/24", "192.0.2.0/24"), ("0.0.0.0/0", "0.0.0.0/0"), ("::/0", "::/0"),
            ("192.0.2.1", "192.0.2.1/32"), ("2001:db8::1", "2001:db8::1/128"),
            ("2001:DB8::/32", "2001:db8::/32"), ("192.0.2.1/32", "192.0.2.1/32"),
            ("2001:db8:0:8000::/49", "2001:db8:0:8000::/49"), ("::1/128", "::1/128"),
        ]
    )
    func accepted(text: String, written: String) {
        #expect(IPNetwork(text)?.description == written)
    }

    @Test(
        "refuses everything else",
        arguments: [
            "", "/", "/24", "192.0.2.0/", "192.0.2.0/33", "2001:db8::/129", "192.0.2.0/-1",
            "192.0.2.0/+24", "192.0.2.0/24/24", "192.0.2.0/024", "192.0.2.0/1000", "192.0.2.0/ 24",
            // Bits beyond the prefix.
            "192.0.2.1/24", "192.0.2.128/24", "2001:db8::1/64", "2001:db8:0:8000::/48", "1.0.0.0/0",
        ]
    )
    func refused(text: String) {
        #expect(IPNetwork(text) == nil)
    }

    @Test(
        "holds the addresses of its prefix and no others",
        arguments: [
            ("192.0.2.0/24", "192.0.2.0", true), ("192.0.2.0/24", "192.0.2.255", true),
            ("192.0.2.0/24", "192.0.3.0", false), ("192.0.2.0/24", "192.0.1.255", false),
            ("192.0.2.128/25", "192.0.2.127", false), ("0.0.0.0/0", "255.1.2.3", true),
            ("192.0.2.1/32", "192.0.2.1", true), ("192.0.2.1/32", "192.0.2.0", false),
            ("2001:db8::/32", "2001:db8:ffff::1", true), ("2001:db8::/32", "2001:db9::", false),
            ("2001:db8::/64", "2001:db8::ffff:0:0:0", true),
            ("2001:db8::/64", "2001:db8:0:1::", false),
            ("2001:db8::/65", "2001:db8::8000:0:0:0", false),
            ("2001:db8::/127", "2001:db8::1", true), ("2001:db8::/127", "2001:db8::2", false),
            ("::/0", "2001:db8::", true),
            // Never across families.
            ("0.0.0.0/0", "::", false), ("::/0", "0.0.0.0", false),
            ("::ffff:0:0/96", "192.0.2.1", false), ("::ffff:0:0/96", "::ffff:192.0.2.1", true),
        ] as [(String, String, Bool)]
    )
    func contains(network: String, address: String, isInside: Bool) throws {
        let network = try #require(IPNetwork(network))
        let address = try #require(IPAddress(address))
        #expect(network.contains(address) == isInside)
    }
}
