import Testing

@Suite("Fuzz inputs")
struct FuzzReplayTests {
    @Test("break no property of replies and sessions", arguments: FuzzInput.all(of: "ReplyFuzz"))
    func replies(_ input: FuzzInput) throws {
        #expect(try ReplyProperties.violation(of: input.bytes()) == nil)
    }

    @Test("break no property of names", arguments: FuzzInput.all(of: "NameFuzz"))
    func names(_ input: FuzzInput) throws {
        #expect(try NameProperties.violation(of: input.bytes()) == nil)
    }

    @Test("break no property of DNS messages", arguments: FuzzInput.all(of: "DNSFuzz"))
    func messages(_ input: FuzzInput) throws {
        #expect(try DNSProperties.violation(of: input.bytes()) == nil)
    }

    @Test("are there for every fuzzer", arguments: ["ReplyFuzz", "NameFuzz", "DNSFuzz"])
    func seeds(fuzzer: String) {
        #expect(!FuzzInput.all(of: fuzzer).isEmpty)
    }
}
