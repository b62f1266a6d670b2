import DNSTestSupport
import ProbeModel
import Testing

@Suite("an extended DNS error")
struct ExtendedDNSErrorTests {
    @Test(
        "tells its number, meaning and text",
        arguments: [
            (UInt16(22), "", "EDE 22 (no reachable authority)"),
            (6, "at\u{7}zone", "EDE 6 (DNSSEC bogus): at\\x07zone"),
            (0, "x", "EDE 0 (other error): x"),
            (24, "", "EDE 24 (invalid data)"),
            // Numbers that are not known here.
            (25, "", "EDE 25"),
            (65_535, "new", "EDE 65535: new"),
        ]
    )
    func description(code: UInt16, text: String, expected: String) {
        #expect(ExtendedDNSError(code: code, text: text.utf8).description == expected)
    }

    @Test("is about validation from 6 to 12", arguments: 0..<25)
    func validation(code: Int) {
        let error = ExtendedDNSError(code: UInt16(code), text: "".utf8)
        #expect(error.isValidationFailure == (6...12).contains(code))
    }

    @Test("keeps a text of limited length and no final zero bytes")
    func limits() {
        let long = ExtendedDNSError(code: 1, text: String(repeating: "x", count: 5_000).utf8)
        #expect(long.text.count == ExtendedDNSError.maximumTextLength)
        #expect(ExtendedDNSError(code: 1, text: [97, 0, 0]).text == "a")
    }

    @Test("is found in a message, among other options and up to the first that does not fit")
    func reading() throws {
        var builder = MessageBuilder(question: WireQuestion("a.test", 1))
        builder.addEDNS([(22, "one"), (6, "two")])
        let errors = try DNSMessage.parse(builder.build()).edns?.errors
        #expect(errors?.map(\.code) == [22, 6])
        #expect(errors?.map(\.text) == ["one", "two"])
        // A cookie, an error too short to hold a number, an error, and a length beyond the end.
        builder.additionals[0].data = [
            .bytes([0, 10, 0, 1, 9, 0, 15, 0, 1, 9, 0, 15, 0, 2, 0, 3, 0, 15, 0, 9, 1])
        ]
        #expect(try DNSMessage.parse(builder.build()).edns?.errors.map(\.code) == [3])
    }

    @Test("is one of eight at most")
    func count() throws {
        var builder = MessageBuilder(question: WireQuestion("a.test", 1))
        builder.addEDNS((0..<20).map { (UInt16($0), "") })
        #expect(try DNSMessage.parse(builder.build()).edns?.errors.count == EDNS.maximumErrors)
    }
}
