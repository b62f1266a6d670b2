import ProbeModel
import Testing

@testable import PathTrace

@Suite("Path trace, the parts without a network")
struct TraceSupportTests {
    @Test(
        arguments: [
            ("6.18.44-fc", true), ("5.8.0", true), ("5.10.0-28-amd64", true),
            ("5.7.19", false), ("5.4.0-150-generic", false), ("4.18.0-553.el8", false),
            ("odd", false), ("", false),
        ]
    )
    func kernel(_ release: String, _ isSupported: Bool) {
        #expect((TraceSupport.problem(release: release) == nil) == isSupported)
    }

    /// The forms of proc(5), as a little-endian machine prints them.
    @Test(
        arguments: [
            ("127.0.0.1", 8080, "0100007F:1F90"),
            ("198.18.1.2", 25, "020112C6:0019"),
            ("2001:db8::1", 65_535, "B80D0120000000000000000001000000:FFFF"),
        ] as [(String, UInt16, String)]
    )
    func listWord(_ address: String, _ port: UInt16, _ word: String) throws {
        let address = try #require(IPAddress(address))
        #expect(SelfConnection.listWord(address, port) == word)
    }
}
