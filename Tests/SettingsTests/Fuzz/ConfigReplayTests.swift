import Testing

@Suite("Fuzz inputs")
struct ConfigReplayTests {
    @Test("break no property of configuration files", arguments: FuzzInput.all(of: "ConfigFuzz"))
    func inputs(_ input: FuzzInput) throws {
        #expect(try ConfigProperties.violation(of: input.bytes()) == nil)
    }

    @Test("are there")
    func seeds() {
        #expect(!FuzzInput.all(of: "ConfigFuzz").isEmpty)
    }
}
