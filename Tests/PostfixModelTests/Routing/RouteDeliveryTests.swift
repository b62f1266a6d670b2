import PostfixModel
import ProbeModel
import Testing
import TransportMap

@Suite("what becomes of mail")
struct RouteDeliveryTests {
    @Test(
        "a transport entry is read as the delivery agents read it",
        arguments: [
            ("smtp:", .mx), ("relay:", .mx), ("smtp:domain1.test", .mx), ("smtp:Domain1.TEST", .mx),
            (":domain1.test:25", .mx), ("smtp:domain1.test:smtp", .mx), (":", .mx),
            (
                "smtp:domain1.test:2525",
                .smtp(
                    transport: "smtp",
                    [RouteFixture.mx("domain1.test", 2525, "domain1.test:2525")]
                )
            ),
            (
                "smtp:[domain1.test]",
                .smtp(transport: "smtp", [RouteFixture.host("domain1.test", 25, "[domain1.test]")])
            ),
            (
                "smtp:mail.domain1.test",
                .smtp(
                    transport: "smtp",
                    [RouteFixture.mx("mail.domain1.test", 25, "mail.domain1.test")]
                )
            ),
            (
                ":[mail.test]:2525",
                .smtp(
                    transport: "relay",
                    [RouteFixture.host("mail.test", 2525, "[mail.test]:2525")]
                )
            ),
            (
                "relay:[a.test], [b.test]:2525",
                .smtp(
                    transport: "relay",
                    [
                        RouteFixture.host("a.test", 25, "[a.test]"),
                        RouteFixture.host("b.test", 2525, "[b.test]:2525"),
                    ]
                )
            ),
            (
                "smtp:[192.0.2.1]:submission",
                .smtp(
                    transport: "smtp",
                    [RouteFixture.address("192.0.2.1", 587, "[192.0.2.1]:submission")]
                )
            ),
            (
                "smtp:[ipv6:2001:db8::1]:smtps",
                .smtp(
                    transport: "smtp",
                    [RouteFixture.address("2001:db8::1", 465, "[ipv6:2001:db8::1]:smtps")]
                )
            ),
            // The service's own port counts.
            (
                "slow:",
                .smtp(transport: "slow", [RouteFixture.mx("domain1.test", 2525, "domain1.test")])
            ),
            // A client that asks no DNS goes to the host itself.
            (
                "native:mail.test",
                .smtp(transport: "native", [RouteFixture.host("mail.test", 25, "mail.test")])
            ),
            ("error:gone", .returned("gone")), ("error:", .returned("Address is undeliverable")),
            ("retry:later", .deferred("later")), ("lmtp:unix:/x", .other(transport: "lmtp")),
            ("maildrop:", .other(transport: "maildrop")), ("local:", .other(transport: "local")),
            (
                "nowhere:[a.test]",
                .deferred("mail transport unavailable: master.cf has no service nowhere")
            ),
            (
                "smtp:[a.test", .deferred("Postfix cannot read the nexthop [a.test: missing \"]\"")
            ),
            (
                "smtp:inet:a.test:25",
                .deferred(
                    "Postfix cannot read the nexthop inet:a.test:25: only the LMTP client knows inet:"
                )
            ),
            (
                "smtp:192.0.2.1",
                .returned("192.0.2.1 has no brackets and is looked up as if it were a name")
            ),
            (
                "smtp:[a.test]:http",
                .unknown("the port of the nexthop [a.test]:http is not known here")
            ),
            (
                "smtp:[b\u{fc}cher.test]",
                .unknown("the nexthop [b\u{fc}cher.test] is no host name in ASCII")
            ),
            ("smtp:,", .deferred("the nexthop is empty")),
        ] as [(String, Route.Delivery)]
    )
    func entries(result: String, delivery: Route.Delivery) throws {
        let fixture = RouteFixture(tables: ["domain1.test \(result)\n"])
        #expect(try fixture.decide(.domain("domain1.test")).route.delivery == delivery)
        #expect(try fixture.decide(.address("a+b@domain1.test")).route.delivery == delivery)
    }

    @Test(
        "a service name that the machine does not know keeps mail waiting",
        arguments: [
            // Postfix's own names need no list.
            (
                "[a.test]:submission",
                .smtp(transport: "smtp", [RouteFixture.host("a.test", 587, "[a.test]:submission")])
            ),
            (
                "[a.test]:alt",
                .smtp(transport: "smtp", [RouteFixture.host("a.test", 2525, "[a.test]:alt")])
            ),
            (
                "[a.test]:2525",
                .smtp(transport: "smtp", [RouteFixture.host("a.test", 2525, "[a.test]:2525")])
            ),
            (
                "[a.test]:smpt",
                .deferred(
                    "Postfix cannot read the nexthop [a.test]:smpt: this machine knows no service smpt"
                )
            ),
            // Letters count, as in services(5).
            (
                "a.test:ALT",
                .deferred(
                    "Postfix cannot read the nexthop a.test:ALT: this machine knows no service ALT"
                )
            ),
            (
                "[a.test], [b.test]:smpt",
                .deferred(
                    "Postfix cannot read the nexthop [b.test]:smpt: this machine knows no service smpt"
                )
            ),
        ] as [(String, Route.Delivery)]
    )
    func services(nexthop: String, delivery: Route.Delivery) throws {
        let fixture = RouteFixture(
            tables: ["domain1.test smtp:\(nexthop)\n"],
            ports: ["alt": 2525]
        )
        let route = try fixture.decide(.domain("domain1.test")).route
        #expect(route.delivery == delivery)
        #expect(route.place == FilePlace(file: "/etc/postfix/transport0", line: 1))
    }

    @Test("a default port that the machine does not know keeps mail waiting too")
    func unknownDefaultPort() throws {
        var fixture = RouteFixture(tables: ["domain1.test smtp:[a.test]\n"], ports: [:])
        fixture.main["smtp_tcp_port"] = "smpt"
        let words =
            "Postfix cannot read the nexthop [a.test]: this machine knows no service smpt, "
            + "which smtp_tcp_port names"
        #expect(try fixture.decide(.domain("domain1.test")).route.delivery == .deferred(words))
        fixture.tables = ["domain1.test smtp:[a.test]:25\n"]
        #expect(
            try fixture.decide(.domain("domain1.test")).route.delivery
                == .smtp(transport: "smtp", [RouteFixture.host("a.test", 25, "[a.test]:25")])
        )
    }

    @Test("a Postfix before 3.5 knows no lists")
    func lists() throws {
        var fixture = RouteFixture(tables: ["domain1.test relay:[a.test]:25, [b.test]:2525\n"])
        fixture.main["mail_version"] = "3.4.14"
        let delivery = try fixture.decide(.domain("domain1.test")).route.delivery
        let words =
            "Postfix cannot read the nexthop [a.test]:25, [b.test]:2525: this Postfix takes no list"
        #expect(delivery == .deferred(words))
    }

    @Test("main.cf can keep the client from asking DNS")
    func noDNS() throws {
        var fixture = RouteFixture()
        fixture.main["disable_dns_lookups"] = "yes"
        #expect(
            try fixture.decide(.domain("domain1.test")).route.delivery
                == .smtp(
                    transport: "relay",
                    [RouteFixture.host("domain1.test", 25, "domain1.test")]
                )
        )
        fixture.main["smtp_dns_support_level"] = "enabled"
        #expect(try fixture.decide(.domain("domain1.test")).route.delivery == .mx)
    }

    @Test("the port of main.cf counts where nothing else says one")
    func defaultPort() throws {
        var fixture = RouteFixture()
        fixture.main["smtp_tcp_port"] = "2525"
        #expect(
            try fixture.decide(.domain("domain1.test")).route.delivery
                == .smtp(
                    transport: "relay",
                    [RouteFixture.mx("domain1.test", 2525, "domain1.test")]
                )
        )
    }

    @Test(
        "without master.cf the transports of Postfix's own are known",
        arguments: [
            ("smtp:", .mx), ("lmtp:x", .other(transport: "lmtp")), ("error:e", .returned("e")),
            (
                "slow:",
                .unknown("master.cf is not known, and so is what the transport slow does")
            ),
        ] as [(String, Route.Delivery)]
    )
    func withoutServices(result: String, delivery: Route.Delivery) throws {
        let fixture = RouteFixture(services: nil, tables: ["domain1.test \(result)\n"])
        #expect(try fixture.decide(.domain("domain1.test")).route.delivery == delivery)
    }
}
