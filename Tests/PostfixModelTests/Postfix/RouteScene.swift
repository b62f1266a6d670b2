import PostfixModel
import PostfixTestSupport
import ProbeModel
import TestSupport
import Testing
import TransportMap

/// One configuration of Postfix, for the real resolver and for ours.
struct RouteScene {
    let directory: TemporaryDirectory
    let resolver: RouteResolver
    let main: [String: String]

    /// Makes up a configuration and writes it into a directory of its own.
    init(_ generator: inout SeededGenerator) throws {
        directory = try TemporaryDirectory()
        var lists = try RandomLists(directory: directory)
        var main = Self.settings(&generator)
        for name in ["mydestination", "virtual_alias_domains", "virtual_mailbox_domains"] {
            main[name] = try lists.text(&generator, most: name == "mydestination" ? 2 : 3)
        }
        main["relay_domains"] = try lists.text(&generator, most: 6)
        let dialect = MainParameters(main).dialect
        let tables = try Self.tables(in: directory, dialect, &generator)
        main["transport_maps"] = tables.map(\.specification.text).joined(separator: ", ")
        main["queue_directory"] = try directory.directory("queue")
        main["data_directory"] = try directory.directory("data")
        self.main = main
        let text = main.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)\n" }.joined()
        _ = try directory.file("main.cf", Array(text.utf8))
        resolver = RouteResolver(
            parameters: MainParameters(main),
            services: nil,
            tables: tables,
            access: lists.access
        )
    }

    private static func settings(_ generator: inout SeededGenerator) -> [String: String] {
        let transports = [
            "smtp", "relay", "relay:[hub.test]:26", "smtp:", "lmtp:unix:/x", "error:5.1.2 gone",
            "local:$myhostname",
        ]
        func transport(_ usual: String, _ generator: inout SeededGenerator) -> String {
            let text = generator.once(in: 2) ? usual : generator.pick(transports)
            return generator.once(in: 40) ? ":[hub.test]" : text
        }
        let parents = ["relay_domains", "transport_maps", "mydestination", "!relay_domains"]
        return [
            "compatibility_level": "3.6",
            "myhostname": "backup.test",
            "inet_interfaces": "127.0.0.1",
            "inet_protocols": "ipv4",
            "mynetworks": "127.0.0.0/8",
            "virtual_alias_maps": "",
            "smtputf8_enable": generator.once(in: 5) ? "no" : "yes",
            "show_user_unknown_table_name": generator.pick(["yes", "no"]),
            "recipient_delimiter": generator.pick(["", "+"]),
            "relayhost": generator.pick(["", "", "[smart.test]:587", "smart.test"]),
            "local_transport": transport("local:backup.test", &generator)
                .replacing("$myhostname", with: "backup.test"),
            "virtual_transport": transport("virtual", &generator)
                .replacing("$myhostname", with: "backup.test"),
            "relay_transport": transport("relay", &generator)
                .replacing("$myhostname", with: "backup.test"),
            "default_transport": transport("smtp", &generator)
                .replacing("$myhostname", with: "backup.test"),
            "parent_domain_matches_subdomains": (0..<Int.random(in: 0...2, using: &generator))
                .map { _ in generator.pick(parents) }.joined(separator: " "),
        ]
    }

    private static func tables(
        in directory: TemporaryDirectory,
        _ dialect: MapDialect,
        _ generator: inout SeededGenerator
    ) throws -> [RouteTable] {
        try (0..<Int.random(in: 0...3, using: &generator)).map { number in
            switch Int.random(in: 0..<8, using: &generator) {
            case 0: try builtIn("static:{ retry:static text }", dialect)
            case 1:
                try builtIn("inline:{Domain1.test=smtp:[a.test], {.B.test = :[b.test]}}", dialect)
            case 2: try builtIn("inline:{test=:,test=slow:, *=:[any.test]}", dialect)
            case 3: try builtIn(generator.pick(["fail:broken", "inline:{x"]), dialect)
            default: try text(number, in: directory, dialect, &generator)
            }
        }
    }

    private static func builtIn(_ text: String, _ dialect: MapDialect) throws -> RouteTable {
        let specification = TableSpecification(text)
        let table = specification.builtInTable(foldsKeys: true, dialect: dialect)
        return RouteTable(specification, lookup: try #require(table))
    }

    private static func text(
        _ number: Int,
        in directory: TemporaryDirectory,
        _ dialect: MapDialect,
        _ generator: inout SeededGenerator
    ) throws -> RouteTable {
        let results = [
            "smtp:mail.domain1.test", ":[h.test]:2525", ":", "smtp:", "relay:[a.test], [b.test]",
            "error:no such place", "error:", "retry:", "lmtp:unix:/run/lmtp", "slow",
        ]
        let keys = Set((0..<8).map { _ in RandomLists.pattern(&generator) } + ["user@domain1.test"])
        let text = keys.sorted().map { "\($0) \(generator.pick(results))\n" }.joined()
        let path = try directory.file("table\(number)", Array(text.utf8))
        let map = try #require(TransportMap(Array(text.utf8), dialect: dialect))
        let specification = TableSpecification("texthash:" + path)
        return RouteTable(
            specification,
            lookup: LookupTable(name: specification.text, map: map),
            map: map
        )
    }

    /// Compares our answer for an address with the resolver's.
    func check(_ address: String, against reply: ResolverProcess.Reply) {
        let decision = resolver.decide(.address(address))
        let comment = Comment(rawValue: "<\(address)> \(main)")
        guard !reply.isFailure else {
            #expect(decision.delivery == nil, comment)
            return
        }
        let delivery = Delivery(
            transport: String(decoding: reply.transport, as: UTF8.self),
            nexthop: String(decoding: reply.nexthop, as: UTF8.self)
        )
        #expect(decision.delivery == delivery, comment)
        #expect(decision.addressClass == Self.addressClass(reply), comment)
    }

    private static func addressClass(_ reply: ResolverProcess.Reply) -> AddressClass {
        if reply.isLocal { return .local }
        if reply.isVirtualAlias { return .virtualAlias }
        if reply.isVirtualMailbox { return .virtualMailbox }
        return reply.isRelay ? .relay : .default
    }
}
