import ProbeModel
import Testing

@Suite("DNSName")
struct DNSNameTests {
    @Test("keeps any bytes and folds ASCII capitals")
    func labels() throws {
        let name = try #require(DNSName(labels: [[0x41, 0xc4, 0, 0x5a], [0x5b, 0x40]]))
        #expect(name.labels == [[0x61, 0xc4, 0, 0x7a], [0x5b, 0x40]])
        #expect(!name.isRoot)
        #expect(DNSName(labels: []) == .root)
    }

    @Test(
        "writes itself in master-file form",
        arguments: [
            (["mx", "example"], "mx.example"), ([], "."), (["a.b", "c"], "a\\.b.c"),
            (["a\\b"], "a\\\\b"), (["a\"b"], "a\\\"b"), (["a b"], "a\\032b"), (["\n"], "\\010"),
            (["\u{1b}[2J"], "\\027[2j"), (["\u{7f}"], "\\127"), (["é"], "\\195\\169"),
            (["_25", "_tcp"], "_25._tcp"),
        ] as [([RawText], String)]
    )
    func text(labels: [RawText], written: String) {
        #expect(DNSName(labels: labels.map { Array($0.text.utf8) })?.description == written)
    }

    @Test("is the same name as a host's, and one key with it")
    func wire() throws {
        let domain = try #require(DomainName("MX.example"))
        let name = try #require(DNSName(labels: [Array("Mx".utf8), Array("EXAMPLE".utf8)]))
        #expect(name.wireBytes == [2] + Array("mx".utf8) + [7] + Array("example".utf8) + [0])
        #expect(DNSName(domain) == name)
        #expect(Set([DNSName(domain), name, .root]).count == 2)
        #expect(DNSName.root.wireBytes == [0])
    }

    @Test(
        "lies below a name whose labels it ends in",
        arguments: [
            (["mx", "a", "test"], ["a", "test"], true), (["a", "test"], ["a", "test"], true),
            (["a", "test"], [], true), ([], [], true), ([], ["test"], false),
            (["test"], ["a", "test"], false), (["xa", "test"], ["a", "test"], false),
            (["b", "test"], ["a", "test"], false),
            // The bytes are the same, but they begin inside a label.
            (["x\u{1}a", "test"], ["a", "test"], false),
        ] as [([RawText], [RawText], Bool)]
    )
    func below(labels: [RawText], other: [RawText], isBelow: Bool) throws {
        let name = try #require(DNSName(labels: labels.map { Array($0.text.utf8) }))
        let above = try #require(DNSName(labels: other.map { Array($0.text.utf8) }))
        #expect(name.isEqualOrBelow(above) == isBelow)
    }

    @Test("holds to the limits of the wire")
    func limits() {
        let label = Array(repeating: UInt8(ascii: "a"), count: 63)
        #expect(DNSName(labels: [label]) != nil)
        #expect(DNSName(labels: [label + label.prefix(1)]) == nil)
        #expect(DNSName(labels: [label, []]) == nil)
        // 3 * 64 + 62 + 1 is 255.
        #expect(DNSName(labels: [label, label, label, Array(label.prefix(61))]) != nil)
        #expect(DNSName(labels: [label, label, label, Array(label.prefix(62))]) == nil)
        #expect(DNSName(labels: Array(repeating: [0], count: 127)) != nil)
        #expect(DNSName(labels: Array(repeating: [0], count: 128)) == nil)
    }
}
