import AlertPolicy
import ProbeModel
import Testing

@Suite("a subject")
struct SubjectTests {
    @Test("has a key that says what it is")
    func key() throws {
        let domain = try #require(DomainName("domain1.test"))
        #expect(Subject.domain(domain).key == "domain:domain1.test")
        #expect(Subject.egress(.ipv6).key == "egress:ipv6")
    }
}
