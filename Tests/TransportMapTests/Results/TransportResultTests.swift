import Testing

@testable import TransportMap

/// A result, its halves and what it means.
struct ResultCase: CustomTestStringConvertible, Sendable {
    let text: String
    let transport: String
    let nexthop: String
    let meaning: TransportResult.Meaning
    let hosts: [String]

    init(
        _ text: String,
        _ transport: String,
        _ nexthop: String,
        _ meaning: TransportResult.Meaning,
        _ hosts: [String] = []
    ) {
        self.text = text
        self.transport = transport
        self.nexthop = nexthop
        self.meaning = meaning
        self.hosts = hosts
    }

    var testDescription: String { text }
}

@Suite("results")
struct TransportResultTests {
    @Test(
        "are read as transport(5) says",
        arguments: [
            // Two halves around the first colon.
            ResultCase("smtp:mail.test", "smtp", "mail.test", .transportAndNexthop, ["mail.test"]),
            ResultCase(
                "smtp:mail.test:25",
                "smtp",
                "mail.test:25",
                .transportAndNexthop,
                ["mail.test"]
            ),
            ResultCase(
                "smtp:[mail.test]:2525",
                "smtp",
                "[mail.test]:2525",
                .transportAndNexthop,
                ["mail.test"]
            ),
            // Empty halves.
            ResultCase(":", "", "", .noChange),
            ResultCase("smtp:", "smtp", "", .transportOnly),
            ResultCase("smtp", "smtp", "", .transportOnly),
            ResultCase(":[mail.test]", "", "[mail.test]", .nexthopOnly, ["mail.test"]),
            // Texts are no destinations.
            ResultCase("error:no, not here", "error", "no, not here", .bounce("no, not here")),
            ResultCase("error:", "error", "", .bounce("Address is undeliverable")),
            ResultCase("error", "error", "", .bounce("Address is undeliverable")),
            ResultCase("retry:4.2.1 later", "retry", "4.2.1 later", .deferral("4.2.1 later")),
            ResultCase("ERROR:x", "ERROR", "x", .transportAndNexthop, ["x"]),
            // Lists, by comma or white space.
            ResultCase(
                "relay:[a]:25, [b]:25",
                "relay",
                "[a]:25, [b]:25",
                .transportAndNexthop,
                ["a", "b"]
            ),
            ResultCase(
                "relay:a,b\tc , ,d",
                "relay",
                "a,b\tc , ,d",
                .transportAndNexthop,
                ["a", "b", "c", "d"]
            ),
            // Sockets have one path, white space or not.
            ResultCase(
                "lmtp:unix:/run/a b",
                "lmtp",
                "unix:/run/a b",
                .transportAndNexthop,
                ["/run/a b"]
            ),
            ResultCase(
                "lmtp:inet:a.test:24",
                "lmtp",
                "inet:a.test:24",
                .transportAndNexthop,
                ["a.test"]
            ),
            // White space before the colon belongs to the transport, as in Postfix.
            ResultCase("smtp :a", "smtp ", "a", .transportAndNexthop, ["a"]),
        ]
    )
    func read(_ row: ResultCase) throws {
        let result = try #require(TransportResult(row.text))
        #expect(result.description == row.text)
        #expect(result.transport == row.transport)
        #expect(result.nexthop == row.nexthop)
        #expect(result.meaning == row.meaning)
        #expect(result.nexthops.map(\.host) == row.hosts)
    }

    @Test(
        "what no entry can hold is no result",
        arguments: ["", " a:b", "a:b ", "a:\nb", "a\u{0}b"]
    )
    func refused(_ text: String) { #expect(TransportResult(text) == nil) }

    @Test(
        "another port keeps the style",
        arguments: [
            ("smtp:mail.domain1.com", "smtp:mail.domain1.com:2525"),
            ("smtp:mail.domain1.com:", "smtp:mail.domain1.com:2525"),
            ("smtp:mail.domain1.com:25", "smtp:mail.domain1.com:2525"),
            ("smtp:mail.domain1.com:smtp", "smtp:mail.domain1.com:2525"),
            ("relay:[mail.test]", "relay:[mail.test]:2525"),
            ("relay:[mail.test]:", "relay:[mail.test]:2525"),
            (":[ipv6:2001:db8::1]:25", ":[ipv6:2001:db8::1]:2525"),
            (":[IPv6:2001:db8::1]", ":[IPv6:2001:db8::1]:2525"),
            (":[2001:db8::1]", ":[2001:db8::1]:2525"),
            ("lmtp:inet:[a]:24", "lmtp:inet:[a]:2525"),
            ("relay:a ,\tb", "relay:a:2525 ,\tb"),
        ]
    )
    func port(_ before: String, _ after: String) throws {
        #expect(TransportResult(before)?.withPort(2525)?.description == after)
    }

    @Test(
        "there is no port to change where there is no host",
        arguments: [
            "smtp:", ":", "error:x", "lmtp:unix:/run/x", "smtp:[open", "smtp::25",
            // Not even where the port stands there already.
            "smtp::2525", "smtp:a b_:-:2525", "smtp:[mail.test]x:2525",
        ]
    )
    func noPort(_ text: String) throws {
        let result = try #require(TransportResult(text))
        #expect(result.withPort(2525, forNexthopAt: max(0, result.nexthops.count - 1)) == nil)
    }

    @Test("a host that is not UTF-8 keeps its bytes, whatever its port", arguments: [25, 2525])
    func portOfBytes(port: UInt16) throws {
        let bytes = Array("smtp:good.test, ".utf8) + [0x61, 0xfe] + Array(":2525".utf8)
        let result = try #require(TransportResult(bytes))
        #expect(result.withPort(port, forNexthopAt: 1) == nil)
        let other = Array("smtp:good.test:\(port), ".utf8) + [0x61, 0xfe] + Array(":2525".utf8)
        #expect(result.withPort(port)?.bytes == other)
    }

    @Test("the second of a list")
    func secondPort() {
        let list = TransportResult("relay:[a]:25, [b]:25")
        #expect(list?.withPort(26, forNexthopAt: 1)?.description == "relay:[a]:25, [b]:26")
        #expect(list?.withPort(26, forNexthopAt: 2) == nil)
    }

    @Test(
        "a failover list tries each destination as it is, then the other port",
        arguments: [
            ("relay:[h]", "relay:[h]:25, [h]:2525"), ("relay:[h]:26", "relay:[h]:26, [h]:2525"),
            ("smtp:h", "smtp:h:25, h:2525"), (":[h]", ":[h]:25, [h]:2525"),
            ("relay:[a],[b]", "relay:[a]:25, [a]:2525, [b]:25, [b]:2525"),
            ("relay:[h]:2525", "relay:[h]:2525"),
        ]
    )
    func failover(_ before: String, _ after: String) {
        #expect(TransportResult(before)?.withFailover(to: 2525)?.description == after)
    }

    @Test("no failover without a host", arguments: ["smtp:", "error:x", "lmtp:unix:/x", "smtp:[x"])
    func noFailover(_ text: String) {
        #expect(TransportResult(text)?.withFailover(to: 2525) == nil)
    }

    @Test("a result is composed of a transport and destinations")
    func composed() {
        let host = Nexthop(host: "mail.test", port: 2525)
        #expect(
            TransportResult(transport: "relay", nexthops: [host])?.description
                == "relay:[mail.test]:2525"
        )
        #expect(
            TransportResult(transport: "", nexthops: [host])?.description == ":[mail.test]:2525"
        )
        #expect(TransportResult(transport: "re:lay", nexthops: [host]) == nil)
        #expect(TransportResult(transport: "relay\n", nexthops: [host]) == nil)
    }

    @Test(
        "a delivery changes as the resolver changes it",
        arguments: [
            (":", "relay", "smart.test"), ("smtp:", "smtp", "domain.test"),
            (":[a]", "relay", "[a]"), ("smtp:a, b", "smtp", "a, b"),
            ("error:", "error", "Address is undeliverable"), ("retry:x", "retry", "x"),
        ]
    )
    func delivery(_ text: String, _ transport: String, _ nexthop: String) throws {
        let result = try #require(TransportResult(text))
        let before = Delivery(transport: "relay", nexthop: "smart.test")
        #expect(
            before.changed(by: result, recipientDomain: "domain.test")
                == Delivery(transport: transport, nexthop: nexthop)
        )
    }
}
