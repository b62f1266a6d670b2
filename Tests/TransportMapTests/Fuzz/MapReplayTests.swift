import Testing

@Suite("Fuzz inputs")
struct MapReplayTests {
    @Test("break no property of transport tables", arguments: FuzzInput.all(of: "MapFuzz"))
    func tables(_ input: FuzzInput) throws {
        #expect(try MapProperties.violation(of: input.bytes()) == nil)
    }

    @Test("are there")
    func seeds() {
        #expect(!FuzzInput.all(of: "MapFuzz").isEmpty)
    }
}
