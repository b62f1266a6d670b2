import PostfixModel
import Testing
import TransportMap

@Suite("lists of domains")
struct DomainMatchListTests {
    struct Row: Sendable {
        let list: String
        let style: DomainMatchList.Style
        let name: String
        let match: DomainMatch

        init(
            _ list: String,
            _ style: DomainMatchList.Style,
            _ name: String,
            _ match: DomainMatch = .notListed
        ) {
            self.list = list
            self.style = style
            self.name = name
            self.match = match
        }
    }

    static let access = TableAccess(
        answer: { table, key in
            switch (table.text, String(decoding: key, as: UTF8.self)) {
            case ("hash:/t", "a.test"), ("hash:/t", ".b.test"), ("regexp:/t", "a.test"):
                .found([120], line: nil)
            case ("ldap:broken", _): .failed("it is down")
            default: .absent
            }
        },
        patternFile: { path in
            switch path {
            case "/f": .text(Array("# x\na.test, b.test\n  c.test\n!d.test\n".utf8))
            case "/loop": .text(Array("/loop".utf8))
            default: .failed("no such file")
            }
        }
    )

    @Test(
        "match as Postfix matches them",
        arguments: [
            Row("a.test", .exact, "a.test", .listed(by: "a.test")),
            Row("A.Test", .exact, "a.tesT", .listed(by: "A.Test")),
            Row("a.test", .exact, "x.a.test"),
            Row("a.test", .exact, ""),
            Row("a.test", .parent, "x.a.test", .listed(by: "a.test")),
            Row("a.test", .parent, "xa.test"),
            Row("a.test", .dotted, "x.a.test"),
            Row(".a.test", .dotted, "x.y.a.test", .listed(by: ".a.test")),
            Row(".a.test", .dotted, "a.test"),
            Row(".a.test", .parent, "x.a.test"),
            Row(".a.test", .exact, "x.a.test"),
            // The first item that matches decides.
            Row("!x.a.test a.test", .parent, "x.a.test"),
            Row("!x.a.test a.test", .parent, "y.a.test", .listed(by: "a.test")),
            Row("a.test !x.a.test", .parent, "x.a.test", .listed(by: "a.test")),
            Row("!!a.test", .exact, "a.test", .listed(by: "a.test")),
            Row("!a.test", .exact, "b.test"),
            // A comment ends the list.
            Row("a.test #b.test c.test", .exact, "c.test"),
            Row("hash:/t", .exact, "a.test", .listed(by: "hash:/t")),
            Row("hash:/t", .exact, "x.a.test"),
            Row("hash:/t", .parent, "x.a.test", .listed(by: "hash:/t")),
            Row("hash:/t", .dotted, "x.a.test"),
            Row("hash:/t", .dotted, "x.b.test", .listed(by: "hash:/t")),
            // Patterns see the whole name only.
            Row("regexp:/t", .parent, "a.test", .listed(by: "regexp:/t")),
            Row("regexp:/t", .parent, "x.a.test"),
            Row("!hash:/t a.test", .exact, "a.test"),
            Row("static:any", .exact, "z.test", .listed(by: "static:any")),
            Row("inline:{z.test=}", .exact, "z.test", .listed(by: "inline:{z.test=}")),
            Row("[192.0.2.1]", .exact, "[192.0.2.1]", .listed(by: "[192.0.2.1]")),
            Row("/f", .exact, "c.test", .listed(by: "c.test")),
            Row("/f", .exact, "d.test"),
            Row("!/f a.test", .exact, "a.test"),
            Row("!/f", .exact, "d.test", .listed(by: "d.test")),
            // A table that fails hides what comes after it, and not what comes before.
            Row("ldap:broken a.test", .exact, "a.test", .unknown("ldap:broken: it is down")),
            Row("a.test ldap:broken", .exact, "a.test", .listed(by: "a.test")),
            Row("!ldap:broken", .exact, "a.test", .unknown("ldap:broken: it is down")),
            // Postfix does not start with a lone exclamation mark.
            Row(
                "a.test !",
                .exact,
                "a.test",
                .unknown("!: there is no pattern after the exclamation mark")
            ),
            Row("/none a.test", .exact, "a.test", .unknown("/none: no such file")),
            Row(
                "/loop",
                .exact,
                "a.test",
                .unknown("/loop: files name one another without end")
            ),
        ]
    )
    func match(_ row: Row) {
        let list = DomainMatchList(row.list, style: row.style, access: Self.access)
        #expect(list.match(row.name) == row.match)
    }

    @Test("names that stand in a list can be listed")
    func listed() {
        let list = DomainMatchList(
            "B.test !c.test hash:/t a.test",
            style: .exact,
            access: Self.access
        )
        #expect(list.listedNames.sorted() == ["a.test", "b.test"])
        #expect(!list.isEmpty)
        #expect(DomainMatchList(" ", style: .exact, access: Self.access).isEmpty)
    }

    @Test(
        "postqueue -s knows the domains of fast_flush_domains alone",
        arguments: [
            ("domain1.test", "", "domain1.test", true), ("domain1.test", "", "domain2.test", false),
            ("", "", "domain1.test", false), ("domain1.test", "", "sub.domain1.test", false),
            ("domain1.test", "fast_flush_domains", "sub.domain1.test", true),
        ]
    )
    func fastFlush(list: String, parents: String, domain: String, isListed: Bool) {
        let parameters = MainParameters([
            "fast_flush_domains": list, "parent_domain_matches_subdomains": parents,
        ])
        let domains = parameters.fastFlushDomains(access: .none("nobody to ask"))
        #expect(domains.match(domain).isListed == isListed)
    }
}
