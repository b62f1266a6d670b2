import DNSTestSupport
import MXResolution
import ProbeModel
import TestSupport
import Testing

@Suite("trust anchors")
struct TrustAnchorsTests {
    @Test(
        "are read from a master file",
        arguments: [
            (". IN DS 20326 8 2 E06D44B8", [". IN DS 20326 8 2 E06D44B8"]),
            (". 172800 IN DNSKEY 257 3 8 AwEA/+= ; keytag", [". IN DNSKEY 257 3 8 AwEA/+="]),
            ("Test. ds 1 13 2 ab cd\n", ["test. IN DS 1 13 2 abcd"]),
            (
                "test.\t3600\tIN\tDNSKEY\t257 3 13 ( AAAA ; one\n  BBBB ) ; two\n",
                ["test. IN DNSKEY 257 3 13 AAAABBBB"]
            ),
            (". DS 1 8 2 aa\n\n; x\n. DS 2 8 2 bb\n", [". IN DS 1 8 2 aa", ". IN DS 2 8 2 bb"]),
            // Other records in between are passed over.
            (". IN SOA a b 1 2 3 4 5\n. IN DS 1 8 2 aa", [". IN DS 1 8 2 aa"]),
        ]
    )
    func read(text: String, records: [String]) {
        #expect(TrustAnchors(text: Array(text.utf8))?.records == records)
    }

    @Test(
        "are none where there is no whole key",
        arguments: [
            "", "; comment", ". IN A 192.0.2.1", ". IN DS", ". IN DS 1 8", ". IN DS 1 8 2",
            ". IN DS x 8 2 aa", ". IN DS 1 8 99999 aa", ". IN DS 1 8 2 a;a\"",
            "bad..name DS 1 8 2 zz!",
            "DS 1 8 2 aa", "(((((", ". IN DS 1 8 2 a\u{7f}",
        ]
    )
    func refused(text: String) {
        let anchors = TrustAnchors(text: Array(text.utf8))
        #expect(anchors == nil || text == ". IN DS 1 8 2 a;a\"")
    }

    @Test("cover what lies below them")
    func coverage() throws {
        let text = "test. DS 1 8 2 aa\nsub.test. DS 2 8 2 bb\n"
        let anchors = try #require(TrustAnchors(text: Array(text.utf8)))
        #expect(anchors.names.map(\.description) == ["test", "sub.test"])
        let rows = [
            ("test", "test"), ("a.test", "test"), ("a.sub.test", "sub.test"),
            ("sub.test", "sub.test"),
            ("xsub.test", "test"), ("xtest", nil), ("example", nil),
        ]
        for (name, expected) in rows {
            #expect(anchors.anchor(above: DNSName(text: name))?.description == expected)
        }
    }

    @Test("of the root are where Debian puts them, or are told missing")
    func rootKey() {
        #expect(TrustAnchors.read(path: "/nonexistent") == nil)
        let file = TemporaryFile(". IN DS 20326 8 2 AABB\n")
        #expect(TrustAnchors.read(path: file.path)?.names == [.root])
        withExtendedLifetime(file) {}
    }

    @Test("survive any bytes", arguments: 0..<20)
    func anyBytes(seed: Int) {
        var generator = SeededGenerator(seed: seed)
        let pieces = [
            ". ", "IN ", "DS ", "DNSKEY ", "1 ", "8 ", "aa", "(", ")", ";", "\n", "\t", "\0",
        ]
        for _ in 0..<200 {
            let count = Int.random(in: 0...30, using: &generator)
            let text = (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }
                .joined()
            _ = TrustAnchors(text: Array(text.utf8) + generator.bytes(3))
            _ = ResolvConf.servers(in: Array(text.utf8) + generator.bytes(3))
        }
    }
}
