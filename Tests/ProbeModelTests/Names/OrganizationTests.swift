import ProbeModel
import Testing

@Suite("The organisation in a name")
struct OrganizationTests {
    @Test(
        arguments: [
            ("mail.domain1.test", "mx7.domain1.test", true),
            ("domain1.test", "mail.domain1.test", true),
            ("mail.domain1.co.uk", "mx7.domain1.co.uk", true),
            ("domain1.com.br", "mail.domain1.com.br", true),
            // Near misses.
            ("mail.domain1.co.uk", "filter.isp.co.uk", false),
            ("mail.domain1.com.br", "filter.isp.com.br", false),
            ("mail.domain1.test", "mail.domain2.test", false),
            ("domain1.co.uk", "co.uk", false),
            ("co.uk", "co.uk", false),
            ("localhost", "localhost", false),
        ]
    )
    func shares(_ row: (one: String, other: String, shares: Bool)) throws {
        let one = try #require(DomainName(row.one))
        let other = try #require(DomainName(row.other))
        #expect(one.sharesOrganization(with: other) == row.shares)
        #expect(other.sharesOrganization(with: one) == row.shares)
    }

    @Test(
        arguments: [
            ("smtp.relay.test", "relay.test"), ("smtp.relay.com.au", "relay.com.au"),
            ("relay.com.au", "relay.com.au"), ("com.au", "com.au"),
            ("smtp.com.example", "com.example"),
        ]
    )
    func operatorName(_ row: (host: String, name: String)) throws {
        #expect(Control.operatorName(of: try #require(DomainName(row.host))) == row.name)
    }
}
