import ProbeModel
import TestSupport
import Testing

@Suite("DomainName")
struct DomainNameTests {
    @Test(
        "reads names in ASCII form",
        arguments: [
            ("domain1.test", "domain1.test"), ("Domain1.TEST.", "domain1.test"), ("test", "test"),
            ("_25._tcp.mx.example", "_25._tcp.mx.example"), ("xn--bcher-kva.example", nil),
            ("a--b.example", nil), ("1.example", nil), ("3com.example", nil), ("1.2.3.4a", nil),
            ("0x7f.0x1", nil),
            (label(63) + ".test", nil), (DomainNameTests.longest, nil),
            (DomainNameTests.longest + ".", DomainNameTests.longest),
        ] as [(String, String?)]
    )
    func accepted(text: String, ascii: String?) throws {
        let name = try DomainName.read(text).get()
        #expect(name.ascii == ascii ?? text)
        #expect(DomainName(name.description) == name)
        #expect(DomainName(DNSName(name)) == name)
    }

    @Test(
        "names the rule that a text breaks",
        arguments: [
            ("", DomainNameError.empty), (".", .empty),
            ("..", .emptyLabel), (".test", .emptyLabel), ("a..test", .emptyLabel),
            ("test..", .emptyLabel),
            (RawText(label(64) + ".test"), .labelTooLong),
            (RawText(DomainNameTests.longest + "x"), .tooLong),
            (RawText(DomainNameTests.longest + "x."), .tooLong),
            ("a b.test", .forbiddenCharacter), (" a.test", .forbiddenCharacter),
            ("a.test ", .forbiddenCharacter), ("a.test\n", .forbiddenCharacter),
            ("a\r\nDATA.test", .forbiddenCharacter), ("a.test\0", .forbiddenCharacter),
            ("user@domain1.test", .forbiddenCharacter), ("$(id).test", .forbiddenCharacter),
            ("a/b.test", .forbiddenCharacter), ("a:25", .forbiddenCharacter),
            ("[192.0.2.1]", .forbiddenCharacter), ("*.test", .forbiddenCharacter),
            ("bücher.test", .forbiddenCharacter), ("a。test", .forbiddenCharacter),
            ("test\u{600}.", .forbiddenCharacter), ("a.test\u{600}", .forbiddenCharacter),
            ("a.\u{301}test", .forbiddenCharacter), ("\u{212a}.test", .forbiddenCharacter),
            ("-a.test", .hyphenAtEdge), ("a-.test", .hyphenAtEdge), ("a.-", .hyphenAtEdge),
            ("192.0.2.1", .numeric), ("1", .numeric), ("a.123", .numeric), ("1.2.3.4.", .numeric),
        ] as [(RawText, DomainNameError)]
    )
    func refused(row: RawText, error: DomainNameError) {
        #expect(DomainName.read(row.text) == .failure(error))
        #expect(DomainName(row.text) == nil)
    }

    @Test("knows what lies below it")
    func below() throws {
        let name = try #require(DomainName("mx.domain1.test"))
        let parent = try #require(DomainName("domain1.test"))
        #expect(name.isEqualOrBelow(parent))
        #expect(parent.isEqualOrBelow(parent))
        #expect(!parent.isEqualOrBelow(name))
        #expect(try !#require(DomainName("mydomain1.test")).isEqualOrBelow(parent))
        #expect(name.labels == ["mx", "domain1", "test"])
    }

    @Test("takes labels in front while they fit")
    func prefix() throws {
        let name = try #require(DomainName("mx.example"))
        #expect(name.prefixed(by: "_25", "_tcp")?.ascii == "_25._tcp.mx.example")
        #expect(name.prefixed(by: "a b") == nil)
        #expect(try #require(DomainName(DomainNameTests.longest)).prefixed(by: "_25") == nil)
    }

    @Test("comes from DNS only where it is a host name")
    func fromDNS() throws {
        #expect(DomainName(DNSName.root) == nil)
        let dotted = try #require(DNSName(labels: [Array("a.b".utf8), Array("test".utf8)]))
        #expect(DomainName(dotted) == nil)
        let bytes = try #require(DNSName(labels: [[0xff], Array("test".utf8)]))
        #expect(DomainName(bytes) == nil)
        let address = try #require(DNSName(labels: ["192", "0", "2", "1"].map { Array($0.utf8) }))
        #expect(DomainName(address) == nil)
        let mixed = try #require(DNSName(labels: [Array("MX".utf8), Array("Example".utf8)]))
        #expect(DomainName(mixed)?.ascii == "mx.example")
    }

    @Test("never traps, and what it takes fits the rules", arguments: 0..<100 as Range<UInt64>)
    func randomTexts(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let alphabet = Array("aZ09-_. \r\né\u{301}\0@")
        for length in 0..<80 {
            let text = String(
                (0..<length).map { _ in alphabet.randomElement(using: &random) ?? "a" }
            )
            guard let name = DomainName(text) else { continue }
            #expect(DomainName(name.ascii) == name)
            #expect(name.ascii == text.lowercased() || name.ascii + "." == text.lowercased())
        }
    }

    private static let longest =
        [label(63), label(63), label(63), label(61)].joined(separator: ".")
}

private func label(_ length: Int) -> String { String(repeating: "a", count: length) }
