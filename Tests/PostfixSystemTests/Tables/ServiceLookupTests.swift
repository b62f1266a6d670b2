import PostfixModel
import PostfixSystem
import Testing

@Suite("service names of this machine")
struct ServiceLookupTests {
    @Test(
        "a name is asked of the machine's own list",
        arguments: [
            ("smtp", .port(25)), ("submission", .port(587)), ("domain", .port(53)),
            ("smpt", .absent), ("SMTP", .absent), ("", .absent), ("smtp\u{0}", .absent),
            // A service of UDP alone is none for a mail server.
            ("bootps", .absent), (String(repeating: "x", count: 70_000), .absent),
        ] as [(String, ServiceLookup.Answer)]
    )
    func names(name: String, answer: ServiceLookup.Answer) {
        // Once from the list, once from what is remembered of it.
        #expect(ServiceLookup.system.answer(name) == answer)
        #expect(ServiceLookup.system.answer(name) == answer)
    }
}
