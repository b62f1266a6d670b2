import PostfixModel
import ProbeModel
import Testing
import TransportMap

@Suite("routes")
struct RouteResolverTests {
    @Test("a relayed domain without an entry goes to its MX hosts")
    func plain() throws {
        let decision = try RouteFixture().decide(.domain("domain1.test"))
        #expect(decision.route == Route(source: .mx))
        #expect(decision.addressClass == .relay)
        #expect(decision.delivery == Delivery(transport: "relay", nexthop: "domain1.test"))
        #expect(decision.parameters == ["relay_transport"])
        #expect(decision.service?.name == "relay")
        #expect(decision.notes == [])
    }

    @Test("an entry decides, and its place is told")
    func entry() throws {
        let fixture = RouteFixture(tables: [
            "other.test smtp:x\n", "# a comment\nDomain1.test  smtp:mail.domain1.test\n",
        ])
        let decision = try fixture.decide(.domain("domain1.test"))
        #expect(decision.route.source == .transport)
        #expect(decision.route.pattern == "Domain1.test")
        #expect(decision.route.result == "smtp:mail.domain1.test")
        #expect(decision.route.place == FilePlace(file: "/etc/postfix/transport1", line: 2))
        #expect(decision.table?.text == "hash:/etc/postfix/transport1")
        #expect(decision.match?.key.kind == .domain)
        #expect(decision.parameters == [])
    }

    @Test("an entry without a transport leaves that of main.cf")
    func nexthopOnly() throws {
        let fixture = RouteFixture(tables: ["domain1.test :[a.test]\n"])
        #expect(try fixture.decide(.domain("domain1.test")).parameters == ["relay_transport"])
    }

    @Test("an entry that changes nothing is shown and does not decide")
    func noChange() throws {
        let route = try RouteFixture(tables: ["domain1.test :\n"]).decide(.domain("domain1.test"))
            .route
        #expect(route.source == .mx)
        #expect(route.pattern == "domain1.test")
        #expect(route.result == ":")
        #expect(route.delivery == .mx)
    }

    @Test("the relayhost takes what leaves the machine and has no entry")
    func relayhost() throws {
        var fixture = RouteFixture(tables: ["free.test smtp:\n"])
        fixture.main["relayhost"] = "[smart.test]:587"
        for (domain, transport) in [("domain1.test", "relay"), ("else.test", "smtp")] {
            let decision = try fixture.decide(.domain(domain))
            #expect(decision.route.source == .relayhost)
            #expect(decision.route.pattern == nil)
            #expect(decision.route.result == "[smart.test]:587")
            #expect(decision.route.place == FilePlace(file: "/etc/postfix/main.cf"))
            #expect(
                decision.route.delivery
                    == .smtp(
                        transport: transport,
                        [RouteFixture.host("smart.test", 587, "[smart.test]:587")]
                    )
            )
        }
        #expect(try fixture.decide(.domain("free.test")).route.source == .transport)
        #expect(try fixture.decide(.domain("backup.test")).route.source == .transport)
    }

    @Test("a nexthop in a transport of main.cf goes before the relayhost")
    func ownNexthop() throws {
        var fixture = RouteFixture()
        fixture.main["relayhost"] = "[smart.test]"
        fixture.main["relay_transport"] = "relay:[hub.test]"
        let decision = try fixture.decide(.domain("domain1.test"))
        #expect(decision.route.source == .transport)
        #expect(decision.route.result == "relay:[hub.test]")
        #expect(decision.route.pattern == nil)
        #expect(decision.parameters == ["relay_transport"])
    }

    @Test(
        "classes that stay here do not leave by SMTP",
        arguments: [
            ("backup.test", .other(transport: "local"), "local:backup.test"),
            ("box.test", .other(transport: "virtual"), "virtual"),
            (
                "alias.test", .returned("5.1.1 User unknown in virtual alias table"), nil
            ),
        ] as [(String, Route.Delivery, String?)]
    )
    func staying(domain: String, delivery: Route.Delivery, result: String?) throws {
        var fixture = RouteFixture(tables: ["alias.test smtp:x\n"])
        fixture.main["virtual_mailbox_domains"] = "box.test"
        fixture.main["virtual_alias_domains"] = "alias.test"
        let route = try fixture.decide(.domain(domain)).route
        #expect(route.delivery == delivery)
        #expect(route.source == .transport)
        #expect(route.result == result)
    }

    @Test("a list or table that fails makes the route unknown")
    func failing() throws {
        var fixture = RouteFixture()
        fixture.main["relay_domains"] = "hash:/broken"
        let decision = try fixture.decide(.domain("domain1.test"))
        #expect(decision.addressClass == nil)
        #expect(decision.delivery == nil)
        let words = "relay_domains could not be asked: hash:/broken: nobody to ask"
        #expect(decision.route.delivery == .unknown(words))
        #expect(try fixture.decide(.domain("backup.test")).addressClass == .local)
    }

    @Test("a main.cf without a transport makes the route unknown")
    func noTransport() throws {
        var fixture = RouteFixture(tables: ["domain1.test smtp:x\n"])
        fixture.main["relay_transport"] = ":[hub.test]"
        let decision = try fixture.decide(.domain("domain1.test"))
        #expect(decision.route.delivery == .unknown("relay_transport names no transport"))
    }

    @Test("a table that fails ends the search")
    func brokenTable() throws {
        let specification = TableSpecification("ldap:x")
        let resolver = RouteResolver(
            parameters: MainParameters(RouteFixture().main),
            services: nil,
            tables: [
                RouteTable(
                    specification,
                    lookup: LookupTable(name: "ldap:x", matching: .fixedStrings) { _ in
                        .failed("down\u{1b}")
                    }
                )
            ],
            access: .none("")
        )
        let decision = resolver.decide(.domain("domain1.test"))
        #expect(decision.addressClass == .relay)
        guard case .unknown(let reason) = decision.route.delivery else {
            Issue.record("the route is known")
            return
        }
        #expect(reason.hasPrefix("ldap:x could not be asked: down"))
        #expect(!reason.contains("\u{1b}"))
    }

    @Test("tables of patterns are asked for a domain's postmaster")
    func patterns() throws {
        let specification = TableSpecification("regexp:/r")
        let fixed = try #require(TransportMap(Array("postmaster@domain1.test smtp:own\n".utf8)))
        let resolver = RouteResolver(
            parameters: MainParameters(RouteFixture().main),
            services: nil,
            tables: [
                RouteTable(
                    TableSpecification("hash:/t"),
                    lookup: LookupTable(name: "hash:/t", map: fixed),
                    map: fixed
                ),
                RouteTable(
                    specification,
                    lookup: LookupTable(name: "regexp:/r", matching: .patterns) { key in
                        key.contains(64) ? .found(Array("smtp:[r.test]".utf8), line: nil) : .absent
                    }
                ),
            ],
            access: .none("")
        )
        let decision = resolver.decide(.domain("domain1.test"))
        #expect(decision.route.result == "smtp:[r.test]")
        #expect(decision.route.place == FilePlace(file: "/r"))
        #expect(decision.route.isMatchedByPattern)
        #expect(decision.notes.map(\.parameter) == ["transport_maps"])
        let own = resolver.decide(.address("postmaster@domain1.test")).route
        #expect(own.result == "smtp:own")
        #expect(!own.isMatchedByPattern)
    }

    @Test(
        "settings that may change the route are noted",
        arguments: [
            ("sender_dependent_relayhost_maps", "", true),
            ("sender_dependent_relayhost_maps", ":[a.test]", false),
            ("sender_dependent_default_transport_maps", "", true),
            ("sender_dependent_default_transport_maps", ":[a.test]", true),
            ("sender_dependent_default_transport_maps", "smtp:", false),
            ("relocated_maps", "smtp:", true), ("content_filter", "smtp:", true),
            ("smtp_fallback_relay", "smtp:", true), ("smtp_fallback_relay", "lmtp:x", false),
            ("use_srv_lookup", "smtp:", true),
        ]
    )
    func notes(parameter: String, result: String, isNoted: Bool) throws {
        var fixture = RouteFixture(tables: result.isEmpty ? [] : ["else.test \(result)\n"])
        #expect(try fixture.decide(.domain("else.test")).notes == [])
        fixture.main[parameter] = "something"
        let notes = try fixture.decide(.domain("else.test")).notes
        #expect(notes.map(\.parameter) == (isNoted ? [parameter] : []))
    }

    @Test("a transport that is held is noted")
    func held() throws {
        var fixture = RouteFixture()
        fixture.main["defer_transports"] = "smtp, relay"
        let notes = try fixture.decide(.domain("domain1.test")).notes
        #expect(notes.map(\.parameter) == ["defer_transports"])
        #expect(try fixture.decide(.domain("backup.test")).notes == [])
    }
}
