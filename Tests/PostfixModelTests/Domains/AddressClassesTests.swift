import PostfixModel
import ProbeModel
import Testing

@Suite("classes of addresses")
struct AddressClassesTests {
    static let main = [
        "mydestination": "backup.test, both.test", "virtual_alias_domains": "alias.test both.test",
        "virtual_mailbox_domains": "box.test, alias.test", "relay_domains": "domain1.test box.test",
        "parent_domain_matches_subdomains": "relay_domains", "inet_interfaces": "all",
        "proxy_interfaces": "203.0.113.7",
    ]

    static func classes(_ changes: [String: String] = [:]) throws -> AddressClasses {
        AddressClasses(
            parameters: MainParameters(main.merging(changes) { $1 }),
            access: .none("nobody to ask"),
            ownAddresses: [
                try #require(IPAddress("192.0.2.9")), try #require(IPAddress("2001:db8::9")),
            ]
        )
    }

    @Test(
        "the first list that holds a domain decides",
        arguments: [
            ("backup.test", .local), ("BACKUP.test", .local), ("x.backup.test", .default),
            ("both.test", .local), ("alias.test", .virtualAlias), ("box.test", .virtualMailbox),
            ("domain1.test", .relay), ("sub.domain1.test", .relay), ("domain2.test", .default),
            ("[192.0.2.9]", .local), ("[192.0.2.8]", .default), ("[203.0.113.7]", .local),
            ("[ipv6:2001:db8::9]", .local), ("[IPv6:2001:DB8::9]", .local),
            // Without the tag an IPv6 address is none (RFC 5321 section 4.1.3).
            ("[2001:db8::9]", .default), ("192.0.2.9", .default),
        ] as [(String, AddressClass)]
    )
    func classes(domain: String, expected: AddressClass) throws {
        guard case .known(let found, _) = try Self.classes().outcome(for: domain) else {
            Issue.record("\(domain) has no class")
            return
        }
        #expect(found == expected)
    }

    @Test(
        "an address is local where Postfix listens on it",
        arguments: [
            ("127.0.0.1", "[192.0.2.9]", .default), ("192.0.2.9", "[192.0.2.9]", .local),
            ("[2001:db8::9]", "[ipv6:2001:db8::9]", .local),
            ("loopback-only", "[127.0.0.1]", .local), ("loopback-only", "[192.0.2.9]", .default),
        ] as [(String, String, AddressClass)]
    )
    func interfaces(value: String, domain: String, expected: AddressClass) throws {
        let outcome = try Self.classes(["inet_interfaces": value]).outcome(for: domain)
        #expect(outcome == .known(expected, item: nil))
    }

    @Test("a table that fails makes the class unknown")
    func unknown() throws {
        let classes = try Self.classes(["relay_domains": "hash:/t"])
        #expect(
            classes.outcome(for: "domain1.test")
                == .unknown(parameter: "relay_domains", reason: "hash:/t: nobody to ask")
        )
        #expect(classes.outcome(for: "backup.test") == .known(.local, item: "backup.test"))
    }
}
