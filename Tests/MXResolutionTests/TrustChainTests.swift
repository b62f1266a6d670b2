import DNSTestSupport
import ProbeModel
import Testing

@testable import MXResolution

@Suite("the trust chain")
struct TrustChainTests {
    @Test(
        "is guessed from the labels",
        arguments: [
            ("domain1.test", RecordType.mx, "", ["test", "domain1.test"]),
            ("domain1.test", .mx, "test", ["domain1.test"]),
            // A host is no zone of its own, and a service label less so.
            ("mail.domain1.test", .a, "test", ["domain1.test"]),
            ("_25._tcp.mail.domain1.test", .tlsa, "test", ["domain1.test"]),
            // Nothing between the anchor and the name.
            ("test", .mx, "test", []),
            ("mail.test", .aaaa, "test", []),
            ("test", .a, "test", []),
            // Deep names are guessed from the top, and not to the end.
            ("a.b.c.d.e.f", .mx, "", ["f", "e.f", "d.e.f", "c.d.e.f"]),
            // Reverse names are not guessed.
            ("1.2.0.192.in-addr.arpa", .ptr, "", []),
        ]
    )
    func questions(name: String, type: RecordType, anchor: String, zones: [String]) {
        let questions = TrustChain.questions(
            for: Question(name, type),
            below: DNSName(text: anchor)
        )
        #expect(questions.map(\.name.description) == zones.flatMap { [$0, $0] })
        #expect(questions.map(\.type) == zones.flatMap { _ in [43, 48] })
    }
}
