import PostfixModel
import ProbeModel
import Testing
import TransportMap

@Suite("entries for single addresses")
struct AddressEntryTests {
    private func words(_ tables: [String], _ domain: String = "domain1.test") throws -> String? {
        try RouteFixture(tables: tables).decide(.domain(domain)).route.addressEntries.words
    }

    @Test(
        "of a domain are told with their lines, the domain's own way apart",
        arguments: [
            ("domain1.test smtp:[a.test]\n", nil),
            // What goes the domain's own way is no matter; addresses of others neither.
            ("boss@domain1.test smtp:[a.test]\ndomain1.test smtp:[a.test]\n", nil),
            ("boss@sub.domain1.test smtp:[b.test]\n@domain1.test smtp:[b.test]\n", nil),
            (
                "Boss@Domain1.TEST smtp:[b.test]\ndomain1.test smtp:[a.test]\n",
                "boss@domain1.test smtp:[b.test] (/etc/postfix/transport0 line 1)"
            ),
            // Where an entry stands is no matter, and the first of a key decides.
            (
                "domain1.test smtp:[a.test]\nx+y@domain1.test :\nx+y@domain1.test error:no\n",
                "x+y@domain1.test : (/etc/postfix/transport0 line 2)"
            ),
        ] as [(String, String?)]
    )
    func told(table: String, expected: String?) throws {
        #expect(try words([table]) == expected)
    }

    @Test("beyond a few are counted")
    func many() throws {
        let lines = (1...9).map { "u\($0)@domain1.test smtp:[b.test]\n" }.joined()
        let words = try #require(try words([lines]))
        #expect(words.hasPrefix("u1@domain1.test smtp:[b.test] (/etc/postfix/transport0 line 1), "))
        #expect(words.hasSuffix("line 5), 4 more"))
    }

    @Test("of a later table count too, unless an earlier one has the address")
    func tables() throws {
        let words = try words([
            "boss@domain1.test smtp:[b.test]\n",
            "boss@domain1.test smtp:[c.test]\nclerk@domain1.test smtp:[c.test]\n",
        ])
        #expect(
            words
                == "boss@domain1.test smtp:[b.test] (/etc/postfix/transport0 line 1), "
                + "clerk@domain1.test smtp:[c.test] (/etc/postfix/transport1 line 2)"
        )
    }

    @Test(
        "are an effect of a change that leaves them behind",
        arguments: [("smtp:[a.test]:2525", true), ("smtp:[b.test]", false)]
    )
    func effect(result: String, isTold: Bool) throws {
        let fixture = RouteFixture(
            tables: ["boss@domain1.test smtp:[b.test]\ndomain1.test smtp:[a.test]\n"]
        )
        let route = try fixture.decide(.domain("domain1.test")).route
        let effect = ChangeEffect.addressEntries(of: route, beside: result)
        #expect((effect != nil) == isTold)
        #expect(effect?.isObstacle != true)
    }
}
