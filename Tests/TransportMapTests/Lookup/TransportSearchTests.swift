import Synchronization
import TestSupport
import Testing

@testable import TransportMap

/// A recipient and the keys that Postfix looks up for it.
struct KeyCase: CustomTestStringConvertible, Sendable {
    let subject: LookupSubject
    let settings: LookupSettings
    let keys: [String]

    static func address(
        _ address: String,
        delimiters: String = "",
        parents: Bool = false,
        special: Bool = true,
        _ keys: [String]
    ) -> KeyCase {
        KeyCase(
            subject: .address(address),
            settings: LookupSettings(
                recipientDelimiters: delimiters,
                parentDomainsMatchSubdomains: parents,
                hostname: "mx.test",
                ownerRequestIsSpecial: special
            ),
            keys: keys
        )
    }

    static func domain(_ domain: String, parents: Bool = false, _ keys: [String]) -> KeyCase {
        let settings = LookupSettings(parentDomainsMatchSubdomains: parents, hostname: "mx.test")
        return KeyCase(subject: .domain(domain), settings: settings, keys: keys)
    }

    var testDescription: String { "\(subject) \(settings.recipientDelimiters)" }
}

@Suite("lookups")
struct TransportSearchTests {
    @Test(
        "try the keys in the order of transport(5)",
        arguments: [
            // Address, domain, parent domains with a dot, wild card.
            KeyCase.address("u@a.b.test", ["u@a.b.test", "a.b.test", ".b.test", ".test", "*"]),
            // Where parent domains match subdomains they have no dot.
            .address(
                "u@a.b.test",
                parents: true,
                ["u@a.b.test", "a.b.test", "b.test", "test", "*"]
            ),
            // The extension goes at the first delimiter, whichever it is.
            .address(
                "u+x-y@d.test",
                delimiters: "-+",
                ["u+x-y@d.test", "u@d.test", "d.test", ".test", "*"]
            ),
            .address("u+x@d.test", ["u+x@d.test", "d.test", ".test", "*"]),
            // An extension does not leave an empty local part.
            .address("+x@d.test", delimiters: "+", ["+x@d.test", "d.test", ".test", "*"]),
            // A delimiter in the domain is none.
            .address("u@d-x.test", delimiters: "-", ["u@d-x.test", "d-x.test", ".test", "*"]),
            // Some names have no extension.
            .address("Mailer-Daemon@test", delimiters: "-", ["Mailer-Daemon@test", "test", "*"]),
            .address("owner-l@test", delimiters: "-", ["owner-l@test", "test", "*"]),
            .address("l-request@test", delimiters: "-", ["l-request@test", "test", "*"]),
            .address("-request@test", delimiters: "-", ["-request@test", "test", "*"]),
            .address(
                "owner-l@test",
                delimiters: "-",
                special: false,
                ["owner-l@test", "owner@test", "test", "*"]
            ),
            .address("double-bounce@test", delimiters: "-", ["double-bounce@test", "test", "*"]),
            // A local part that needs quotes is tried with them first.
            .address("a b@test", ["\"a b\"@test", "a b@test", "test", "*"]),
            .address(
                "a b+x@test",
                delimiters: "+",
                ["\"a b+x\"@test", "a b+x@test", "\"a b\"@test", "a b@test", "test", "*"]
            ),
            .address("a\"b@test", ["\"a\\\"b\"@test", "a\"b@test", "test", "*"]),
            .address("a..b@test", ["\"a..b\"@test", "a..b@test", "test", "*"]),
            .address("a@b@test", ["\"a@b\"@test", "a@b@test", "test", "*"]),
            // The null address, an address without a domain, a dot at the end.
            .address("", ["MAILER-DAEMON@mx.test", "mx.test", ".test", "*"]),
            .address("<>", ["MAILER-DAEMON@mx.test", "mx.test", ".test", "*"]),
            .address("u", ["u@mx.test", "mx.test", ".test", "*"]),
            .address("u@d.test.", ["u@d.test", "d.test", ".test", "*"]),
            .address("u@d.test..", ["u@d.test..", "d.test..", ".test..", "..", ".", "*"]),
            // Address literals are taken apart like names.
            .address(
                "u@[192.0.2.1]",
                ["u@[192.0.2.1]", "[192.0.2.1]", ".0.2.1]", ".2.1]", ".1]", "*"]
            ),
            // A domain alone.
            .domain("a.test", ["a.test", ".test", "*"]),
            .domain("a.test.", parents: true, ["a.test", "test", "*"]),
        ]
    )
    func keys(_ row: KeyCase) {
        let keys = LookupKey.keys(for: row.subject, settings: row.settings)
        #expect(keys.map { String(decoding: $0.bytes, as: UTF8.self) } == row.keys)
    }

    static let settings = LookupSettings(recipientDelimiters: "+", hostname: "mx.test")

    static func table(_ name: String, _ text: String) throws -> LookupTable {
        LookupTable(name: name, map: try #require(TransportMap(utf8(text))))
    }

    static func describe(_ outcome: LookupOutcome) -> String {
        switch outcome {
        case .notFound: "not found"
        case .failed(let failure): "failed in \(failure.table) for \(failure.key.text)"
        case .found(let match):
            "\(match.table):\(match.line.map(String.init) ?? "-") \(match.key.text) \(match.result)"
        }
    }

    @Test("a better key in a later table wins over a worse key in an earlier one")
    func keyBeforeTable() throws {
        let tables = [
            try Self.table("hash:a", "* smtp:star\n.test smtp:dot\n"),
            try Self.table("hash:b", "\n# x\nu@d.test smtp:user\nd.test smtp:domain\n"),
        ]
        func found(_ subject: LookupSubject) -> String {
            Self.describe(TransportSearch.run(for: subject, in: tables, settings: Self.settings))
        }
        #expect(found(.address("U+x@D.test")) == "1:3 U@D.test smtp:user")
        #expect(found(.address("v@d.test")) == "1:4 d.test smtp:domain")
        #expect(found(.address("v@e.d.test")) == "0:2 .test smtp:dot")
        #expect(found(.address("v@example")) == "0:1 * smtp:star")
        #expect(found(.domain("d.test")) == "1:4 d.test smtp:domain")
    }

    @Test("tables of patterns see the whole address and the wild card only")
    func patterns() throws {
        let asked = AskedKeys()
        let pattern = LookupTable(name: "regexp:x", matching: .init(type: "regexp")) { key in
            asked.add(key)
            return .absent
        }
        let outcome = TransportSearch.run(
            for: .address("a b+x@d.test"),
            in: [pattern],
            settings: Self.settings
        )
        #expect(outcome == .notFound)
        #expect(asked.keys == ["\"a b+x\"@d.test", "a b+x@d.test", "*"])
    }

    @Test("a table that cannot be asked ends the search")
    func failure() throws {
        let broken = LookupTable(name: "ldap:x", matching: .init(type: "ldap")) { key in
            key == utf8("d.test") ? .failed("timed out") : .absent
        }
        let tables = [broken, try Self.table("hash:a", "u@d.test :\nd.test smtp:x\n")]
        func found(_ address: String) -> String {
            Self.describe(
                TransportSearch.run(for: .address(address), in: tables, settings: Self.settings)
            )
        }
        #expect(found("u@d.test") == "1:1 u@d.test :")
        #expect(found("v@d.test") == "failed in 0 for d.test")
    }

    @Test("an empty value is a broken table, not a result")
    func emptyValue() {
        let empty = LookupTable(name: "static:", matching: .fixedStrings) { _ in
            .found([], line: nil)
        }
        let outcome = TransportSearch.run(for: .domain("d"), in: [empty], settings: Self.settings)
        #expect(Self.describe(outcome) == "failed in 0 for d")
    }

    @Test("a daemon refuses a texthash: table with a repeated pattern, and only that type")
    func repeatedPattern() throws {
        let text = "d.test smtp:x\nother :\nD.TEST smtp:y\n"
        func found(_ name: String) throws -> String {
            let table = try Self.table(name, text)
            return Self.describe(
                TransportSearch.run(for: .domain("other"), in: [table], settings: Self.settings)
            )
        }
        #expect(try found("hash:a") == "0:2 other :")
        #expect(try found("texthash:a") == "failed in 0 for other")
        #expect(try found("proxy:texthash:a") == "failed in 0 for other")
    }

    @Test("without tables nothing is found, and answers to no question change nothing")
    func noTables() {
        var search = TransportSearch(for: .domain("d"), settings: Self.settings, tables: [])
        #expect(search.step == .finished(.notFound))
        search.receive(.failed("x"))
        #expect(search.step == .finished(.notFound))
    }

    @Test("laws of lookup on random tables", arguments: 0..<100 as Range<UInt64>)
    func laws(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let text = RandomTable.text(&generator, lines: 30)
        let map = try #require(TransportMap(text))
        let tables = [LookupTable(name: "hash:a", map: map)]
        let address = generator.pick(RandomTable.locals) + "@" + generator.pick(RandomTable.domains)
        let outcome = TransportSearch.run(
            for: .address(address),
            in: tables,
            settings: Self.settings
        )
        // Case makes no difference but for the key that is reported.
        let upper = TransportSearch.run(
            for: .address(
                String(
                    decoding: address.utf8.map { (97...122).contains($0) ? $0 - 32 : $0 },
                    as: UTF8.self
                )
            ),
            in: tables,
            settings: Self.settings
        )
        // A second copy of a table behind the first changes nothing.
        let twice = TransportSearch.run(
            for: .address(address),
            in: tables + tables,
            settings: Self.settings
        )
        #expect(outcome == twice)
        switch (outcome, upper) {
        case (.found(let match), .found(let other)):
            #expect(match.line == other.line)
            let entry = try #require(map.entry(for: match.key.bytes))
            #expect(entry.lines.lowerBound == match.line)
            // No earlier key is in the table.
            let keys = LookupKey.keys(for: .address(address), settings: Self.settings)
            let earlier = keys.prefix { $0 != match.key }
            #expect(earlier.allSatisfy { map.entry(for: $0.bytes) == nil })
        default:
            #expect(outcome == .notFound && upper == .notFound)
        }
    }
}

/// The keys that a table was asked for.
private final class AskedKeys: Sendable {
    private let storage = Mutex<[String]>([])
    var keys: [String] { storage.withLock { $0 } }
    func add(_ key: [UInt8]) {
        storage.withLock { $0.append(String(decoding: key, as: UTF8.self)) }
    }
}
