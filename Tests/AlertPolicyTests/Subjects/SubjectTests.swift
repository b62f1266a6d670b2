import AlertPolicy
import Foundation
import ProbeModel
import Testing

@Suite("a subject")
struct SubjectTests {
    @Test("has a key that says what it is and leads back to it")
    func key() throws {
        let domain = try #require(DomainName("domain1.test"))
        #expect(Subject.domain(domain).key == "domain:domain1.test")
        #expect(Subject.egress(.ipv6).key == "egress:ipv6")
        let identity = CertificateIdentity(names: ["b", "A"], notAfter: -5)
        #expect(identity == CertificateIdentity(names: ["a", "B", "b"], notAfter: -5))
        for subject in [Subject.domain(domain), .egress(.ipv4), .certificate(identity)] {
            #expect(Subject(key: subject.key) == subject)
        }
    }

    @Test(
        "does not come from a key that is none",
        arguments: [
            "", "domain", "domain:", "domain:a b", "domain:A.test", "egress:ipv5", "x:y",
            "certificate:1", "certificate:0123456789abcdef", "certificate:0123456789abcdef@+1",
            "certificate:0123456789ABCDEF@1", "certificate:0123456789abcdef@1@2",
        ]
    )
    func badKey(_ key: String) { #expect(Subject(key: key) == nil) }

    @Test("and its state and events outlive a round through JSON")
    func codable() throws {
        var world = World()
        _ = try world.script("huuh")
        let states = Array(world.states.values)
        let data = try JSONEncoder().encode(states)
        #expect(try JSONDecoder().decode([SubjectState].self, from: data) == states)
        let events = try JSONEncoder().encode(world.events)
        #expect(try JSONDecoder().decode([AlertEvent].self, from: events) == world.events)
        #expect(String(decoding: events, as: UTF8.self).contains(#""domain:domain1.test""#))
    }
}
