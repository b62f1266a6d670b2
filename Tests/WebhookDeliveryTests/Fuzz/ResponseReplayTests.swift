import Testing

@Suite("Fuzz inputs")
struct ResponseReplayTests {
    @Test("break no property of answers", arguments: FuzzInput.all(of: "ResponseFuzz"))
    func inputs(_ input: FuzzInput) throws {
        #expect(try ResponseProperties.violation(of: input.bytes()) == nil)
    }

    @Test("are there")
    func seeds() {
        #expect(!FuzzInput.all(of: "ResponseFuzz").isEmpty)
    }
}
