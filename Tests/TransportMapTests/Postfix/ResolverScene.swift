import PostfixTestSupport
import TestSupport
import Testing

@testable import TransportMap

/// One configuration of Postfix with its tables, for the real resolver and for ours.
struct ResolverScene {
    let directory: TemporaryDirectory
    let settings: LookupSettings
    let tables: [LookupTable]
    let requiresUTF8: Bool
    let relayhost: String

    /// Makes up a configuration and writes it into a directory of its own.
    init(_ generator: inout SeededGenerator) throws {
        directory = try TemporaryDirectory()
        requiresUTF8 = !generator.once(in: 5)
        relayhost = generator.once(in: 4) ? "[smart.test]:587" : ""
        settings = LookupSettings(
            recipientDelimiters: generator.pick(["", "+", "-", "+-", "=+"]),
            parentDomainsMatchSubdomains: Bool.random(using: &generator),
            emptyAddressRecipient: generator.pick(["MAILER-DAEMON", "null+sender"]),
            hostname: "backup.test",
            ownerRequestIsSpecial: Bool.random(using: &generator)
        )
        var names: [String] = []
        var tables: [LookupTable] = []
        for number in 0..<Int.random(in: 1...3, using: &generator) {
            let table = try Self.table(number, in: directory, requiresUTF8, &generator)
            names.append(table.name)
            tables.append(table)
        }
        self.tables = tables
        let parents =
            ["relay_domains"] + (settings.parentDomainsMatchSubdomains ? ["transport_maps"] : [])
        let main = """
            compatibility_level = 3.6
            queue_directory = \(try directory.directory("queue"))
            data_directory = \(try directory.directory("data"))
            myhostname = \(settings.hostname)
            mydestination = local.test
            inet_interfaces = 127.0.0.1
            inet_protocols = ipv4
            mynetworks = 127.0.0.0/8
            relay_domains = relayed.test
            relayhost = \(relayhost)
            smtputf8_enable = \(requiresUTF8 ? "yes" : "no")
            recipient_delimiter = \(settings.recipientDelimiters)
            owner_request_special = \(settings.ownerRequestIsSpecial ? "yes" : "no")
            empty_address_recipient = \(settings.emptyAddressRecipient)
            parent_domain_matches_subdomains = \(parents.joined(separator: ", "))
            transport_maps = \(names.joined(separator: ", "))

            """
        _ = try directory.file("main.cf", Array(main.utf8))
    }

    private static func table(
        _ number: Int,
        in directory: TemporaryDirectory,
        _ requiresUTF8: Bool,
        _ generator: inout SeededGenerator
    ) throws -> LookupTable {
        switch Int.random(in: 0..<12, using: &generator) {
        case 0:
            let path = try directory.file(
                "table\(number)",
                Array("/^user.*@.*1/ smtp:regexp\n".utf8)
            )
            return LookupTable(name: "regexp:\(path)", matching: .init(type: "regexp")) { key in
                key.asciiLowercased.starts(with: "user".utf8) && key.contains(64)
                    && key[(key.firstIndex(of: 64) ?? 0)...].contains(49)
                    ? .found(Array("smtp:regexp".utf8), line: nil) : .absent
            }
        case 1:
            return LookupTable(name: "fail:broken", matching: .init(type: "fail")) { _ in
                .failed("broken")
            }
        case 2:
            return LookupTable(name: "static:retry:static", matching: .init(type: "static")) { _ in
                .found(Array("retry:static".utf8), line: nil)
            }
        default:
            let text = RandomTable.text(&generator, lines: generator.pick([5, 20, 60]))
            let path = try directory.file("table\(number)", text)
            let map = try #require(
                TransportMap(text, dialect: MapDialect(requiresUTF8: requiresUTF8))
            )
            let type = generator.pick(PostfixTools.indexTypes + ["texthash"])
            if type != "texthash" { try index(type, path, requiresUTF8, in: directory) }
            return LookupTable(name: "\(type):\(path)", map: map)
        }
    }

    /// Builds an index as the configuration of the scene would.
    private static func index(
        _ type: String,
        _ path: String,
        _ requiresUTF8: Bool,
        in directory: TemporaryDirectory
    ) throws {
        let main = "compatibility_level = 3.6\nsmtputf8_enable = \(requiresUTF8 ? "yes" : "no")\n"
        _ = try directory.file("main.cf", Array(main.utf8))
        _ = try PostfixTools.run(
            PostfixTools.postmap,
            ["-c", directory.path, "\(type):\(path)"]
        )
    }

    /// Where mail goes that no entry speaks of, going by the class that the resolver found.
    private func defaults(_ reply: ResolverProcess.Reply, domain: String) -> Delivery {
        if reply.isLocal { return Delivery(transport: "local", nexthop: settings.hostname) }
        return Delivery(
            transport: reply.isRelay ? "relay" : "smtp",
            nexthop: relayhost.isEmpty ? domain : relayhost
        )
    }

    /// Compares our answer for an address with the resolver's.
    func check(_ address: String, against reply: ResolverProcess.Reply) {
        let outcome = TransportSearch.run(for: .address(address), in: tables, settings: settings)
        let completed = LookupSubject.address(address).completed(settings)
        #expect(completed.text == reply.recipient, "<\(address)>")
        let domain = String(decoding: completed.domain, as: UTF8.self)
        let defaults = defaults(reply, domain: domain)
        let expected: Delivery
        switch outcome {
        case .failed:
            #expect(reply.isFailure, "<\(address)> should have failed")
            return
        case .notFound: expected = defaults
        case .found(let match):
            expected = defaults.changed(by: match.result, recipientDomain: domain)
        }
        let actual = Delivery(
            transport: String(decoding: reply.transport, as: UTF8.self),
            nexthop: String(decoding: reply.nexthop, as: UTF8.self)
        )
        #expect(!reply.isFailure, "<\(address)> failed, we found \(outcome)")
        #expect(actual == expected, "<\(address)> \(outcome)")
    }
}
