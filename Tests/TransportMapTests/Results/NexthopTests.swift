import Testing

@testable import TransportMap

/// A destination and its parts.
struct NexthopCase: CustomTestStringConvertible, Sendable {
    let text: String
    let host: String
    let service: String?
    let isBracketed: Bool
    let problem: Nexthop.Problem?

    init(
        _ text: String,
        _ host: String,
        _ service: String? = nil,
        bracketed: Bool = false,
        _ problem: Nexthop.Problem? = nil
    ) {
        self.text = text
        self.host = host
        self.service = service
        isBracketed = bracketed
        self.problem = problem
    }

    var testDescription: String { text }
}

@Suite("destinations")
struct NexthopTests {
    @Test(
        "are taken apart as the SMTP client takes them apart",
        arguments: [
            NexthopCase("mail.test", "mail.test"),
            NexthopCase("mail.test:2525", "mail.test", "2525"),
            NexthopCase("mail.test:submission", "mail.test", "submission"),
            // An empty port is no port.
            NexthopCase("mail.test:", "mail.test"),
            NexthopCase("[mail.test]", "mail.test", bracketed: true),
            NexthopCase("[mail.test]:25", "mail.test", "25", bracketed: true),
            NexthopCase("[mail.test]:", "mail.test", bracketed: true),
            NexthopCase("[192.0.2.1]:25", "192.0.2.1", "25", bracketed: true),
            NexthopCase("[ipv6:2001:db8::1]:25", "2001:db8::1", "25", bracketed: true),
            NexthopCase("[IPV6:2001:db8::1]", "2001:db8::1", bracketed: true),
            NexthopCase("[2001:db8::1]:25", "2001:db8::1", "25", bracketed: true),
            NexthopCase("b\u{fc}cher.test:25", "b\u{fc}cher.test", "25"),
            NexthopCase("under_score.test", "under_score.test"),
            // What Postfix refuses.
            NexthopCase("[mail.test", "mail.test", bracketed: true, .missingBracket),
            NexthopCase("[mail.test]25", "mail.test", "5", bracketed: true, .garbageAfterBracket),
            NexthopCase("[ipv6:192.0.2.1]", "192.0.2.1", bracketed: true, .malformedIPv6),
            NexthopCase("[]", "", bracketed: true, .malformedHost),
            NexthopCase(":25", "", "25", .missingHost),
            NexthopCase("2001:db8::1", "2001:db8:", "1", .malformedHost),
            NexthopCase("mail..test", "mail..test", nil, .malformedHost),
            NexthopCase("-mail.test", "-mail.test", nil, .malformedHost),
            NexthopCase("12.34", "12.34", nil, .malformedHost),
            NexthopCase("#", "#", nil, .malformedHost),
            NexthopCase("mail.test:25x", "mail.test", "25x", .malformedPort),
            NexthopCase("mail.test:0", "mail.test", "0", .malformedPort),
            NexthopCase("mail.test:65536", "mail.test", "65536", .malformedPort),
            NexthopCase(
                "mail.test:99999999999999999999",
                "mail.test",
                "99999999999999999999",
                .malformedPort
            ),
        ]
    )
    func read(_ row: NexthopCase) {
        let nexthop = Nexthop(row.text)
        #expect(nexthop.text == row.text)
        #expect(nexthop.host == row.host)
        #expect(nexthop.service == row.service)
        #expect(nexthop.isBracketed == row.isBracketed)
        #expect(nexthop.problem == row.problem)
        #expect(nexthop.looksUpMX == (!row.isBracketed && row.problem == nil))
    }

    @Test("prefixes count in small letters and with their colon")
    func prefixes() {
        #expect(Nexthop("inet:a:24").prefix == .inet)
        #expect(Nexthop("inet:a:24").service == "24")
        #expect(Nexthop("unix:/run/x").prefix == .unix)
        #expect(Nexthop("INET:a").prefix == nil)
        #expect(Nexthop("inet").prefix == nil)
    }

    @Test("are composed in the form that Postfix wants")
    func composed() {
        #expect(Nexthop(host: "a.test").text == "[a.test]")
        #expect(Nexthop(host: "a.test", port: 25, isBracketed: false).text == "a.test:25")
        #expect(Nexthop(host: "192.0.2.1", isBracketed: false).text == "[192.0.2.1]")
        #expect(Nexthop(host: "2001:db8::1", port: 25).text == "[ipv6:2001:db8::1]:25")
        #expect(Nexthop(host: "2001:db8::1").address != nil)
    }

    @Test("patterns that a table would not read back as one key are refused")
    func patterns() {
        for text in ["", "#a", " a", "a b", "a\tb", "a\\", "\"a", "a\nb", "a\u{0}", "a\r"] {
            #expect(TransportPattern(text) == nil, "\(text.debugDescription)")
        }
        #expect(TransportPattern("domain1.test")?.kind == .domain)
        #expect(TransportPattern(".domain1.test")?.kind == .subdomains)
        #expect(TransportPattern("\"a b\"@domain1.test")?.kind == .address)
        #expect(TransportPattern("*")?.kind == .wildcard)
        #expect(TransportPattern([0xff]) == nil)
    }
}
