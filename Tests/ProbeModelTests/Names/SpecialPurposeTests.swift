import ProbeModel
import Testing

@Suite("SpecialPurpose")
struct SpecialPurposeTests {
    @Test(
        "knows the edges of each range of the registries",
        arguments: [
            ("0.0.0.0", "this network"), ("0.255.255.255", "this network"), ("1.0.0.0", nil),
            ("9.255.255.255", nil), ("10.0.0.0", "private use"), ("11.0.0.0", nil),
            ("100.63.255.255", nil), ("100.64.0.0", "shared address space"),
            ("100.127.255.255", "shared address space"), ("100.128.0.0", nil),
            ("127.0.0.1", "loopback"), ("128.0.0.0", nil), ("169.254.1.1", "link local"),
            ("169.255.0.0", nil), ("172.15.255.255", nil), ("172.16.0.0", "private use"),
            ("172.31.255.255", "private use"), ("172.32.0.0", nil),
            ("192.0.0.255", "protocol assignments"), ("192.0.1.0", nil),
            ("192.0.2.1", "documentation"), ("192.0.3.0", nil), ("192.168.255.255", "private use"),
            ("192.169.0.0", nil), ("198.17.255.255", nil), ("198.18.0.0", "benchmarking"),
            ("198.19.255.255", "benchmarking"), ("198.20.0.0", nil),
            ("198.51.100.1", "documentation"), ("198.51.101.0", nil),
            ("203.0.113.255", "documentation"), ("203.0.114.0", nil), ("223.255.255.255", nil),
            ("224.0.0.0", "multicast"), ("239.255.255.255", "multicast"), ("240.0.0.0", "reserved"),
            ("255.255.255.255", "reserved"),
            ("::", "unspecified"), ("::1", "loopback"), ("::2", nil),
            ("::ffff:192.0.2.1", "IPv4-mapped"), ("::fffe:192.0.2.1", nil), ("64:ff9b::1", nil),
            ("64:ff9b:1::1", "translation, local use"), ("64:ff9b:2::", nil),
            ("100::1", "discard only"), ("100:0:0:1::", nil), ("2001:2::1", "benchmarking"),
            ("2001:2:1::", nil), ("2001:db8::1", "documentation"), ("2001:db9::", nil),
            ("2606:4700::1111", nil), ("3fff:fff:ffff::", "documentation"), ("3fff:1000::", nil),
            ("5f00::1", "segment routing"), ("fbff::1", nil), ("fc00::", "unique local"),
            ("fdff::1", "unique local"), ("fe00::", nil), ("fe80::1", "link local"),
            ("febf::1", "link local"), ("fec0::1", nil), ("ff02::1", "multicast"),
        ] as [(String, String?)]
    )
    func purpose(text: String, name: String?) throws {
        let address = try #require(IPAddress(text))
        #expect(SpecialPurpose.of(address)?.name == name)
        #expect(SpecialPurpose.isDocumentation(address) == (name == "documentation"))
    }
}
