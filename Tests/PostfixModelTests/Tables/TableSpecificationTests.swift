import PostfixModel
import Testing
import TransportMap

@Suite("table specifications")
struct TableSpecificationTests {
    struct Row: Sendable {
        let text: String
        let type: String
        let name: String
        var isProxied = false
        var source: String?
        var indexes: [String] = []
        var matching = LookupTable.Matching.fixedStrings
    }

    @Test(
        "are read as Postfix opens them",
        arguments: [
            Row(
                text: "hash:/etc/postfix/transport",
                type: "hash",
                name: "/etc/postfix/transport",
                source: "/etc/postfix/transport",
                indexes: ["/etc/postfix/transport.db"]
            ),
            Row(
                text: "proxy:cdb:/t",
                type: "cdb",
                name: "/t",
                isProxied: true,
                source: "/t",
                indexes: ["/t.cdb"]
            ),
            Row(text: "lmdb:/t", type: "lmdb", name: "/t", source: "/t", indexes: ["/t.lmdb"]),
            Row(
                text: "dbm:/t",
                type: "dbm",
                name: "/t",
                source: "/t",
                indexes: ["/t.pag", "/t.dir"]
            ),
            Row(text: "texthash:/t", type: "texthash", name: "/t", source: "/t"),
            Row(
                text: "regexp:/t",
                type: "regexp",
                name: "/t",
                source: "/t",
                matching: .patterns
            ),
            // A relative path is read from the queue directory, which nobody means.
            Row(text: "hash:transport", type: "hash", name: "transport"),
            Row(text: "ldap:/etc/postfix/ldap.cf", type: "ldap", name: "/etc/postfix/ldap.cf"),
            Row(text: "inline:{a=b}", type: "inline", name: "{a=b}"),
            Row(text: "static:smtp:[h]:25", type: "static", name: "smtp:[h]:25"),
            Row(text: "/etc/postfix/transport", type: "", name: "/etc/postfix/transport"),
            Row(text: "proxy:", type: "proxy", name: ""),
            // The first table inside says how the whole is asked.
            Row(
                text: "pipemap:{regexp:/a,hash:/b}",
                type: "pipemap",
                name: "{regexp:/a,hash:/b}",
                matching: .patterns
            ),
            Row(
                text: "unionmap:{hash:/b, regexp:/a}",
                type: "unionmap",
                name: "{hash:/b, regexp:/a}"
            ),
        ]
    )
    func read(_ row: Row) {
        let table = TableSpecification(row.text)
        #expect(table.type == row.type)
        #expect(table.name == row.name)
        #expect(table.isProxied == row.isProxied)
        #expect(table.sourcePath == row.source)
        #expect(table.indexPaths == row.indexes)
        #expect(table.matching == row.matching)
        #expect(table.description == row.text)
    }

    @Test("programs give a table without a type the default one")
    func defaultType() {
        #expect(TableSpecification("/t", defaultType: "hash").indexPaths == ["/t.db"])
        #expect(TableSpecification("cdb:/t", defaultType: "hash").type == "cdb")
    }

    @Test(
        "say whether their source can be rewritten",
        arguments: [
            ("hash:/t", nil), ("proxy:btree:/t", nil), ("texthash:/t", nil),
            ("hash:t", "absolute path"), ("regexp:/t", "patterns"), ("inline:{a=b}", "main.cf"),
            ("pipemap:{hash:/t}", "other tables"), ("mysql:/t", "another service"),
            ("/t", "no type"), ("what:/t", "not known"),
        ] as [(String, String?)]
    )
    func editing(text: String, words: String?) throws {
        let obstacle = TableSpecification(text).editingObstacle
        guard let words else { return #expect(obstacle == nil) }
        #expect(try #require(obstacle).contains(words))
    }

    @Test(
        "what main.cf holds is answered here",
        arguments: [
            ("inline:{a=1, b=2}", "a", .found(Array("1".utf8), line: nil)),
            ("inline:{a=1,{b = c d}}", "b", .found(Array("c d".utf8), line: nil)),
            ("inline:{a=1,a=2}", "a", .found(Array("2".utf8), line: nil)),
            ("inline:{a=1}", "A", .found(Array("1".utf8), line: nil)),
            ("inline:{A=1}", "a", .found(Array("1".utf8), line: nil)),
            ("inline:{a=}", "a", .found([], line: nil)),
            ("inline:{{\"a b\" = y}}", "\"a b\"", .found(Array("y".utf8), line: nil)),
            ("inline:{a=1}", "b", .absent),
            ("static:smtp:[h]:25", "x", .found(Array("smtp:[h]:25".utf8), line: nil)),
            ("static:{ a b }", "x", .found(Array("a b".utf8), line: nil)),
        ] as [(String, String, TableAnswer)]
    )
    func builtIn(text: String, key: String, answer: TableAnswer) throws {
        let table = try #require(
            TableSpecification(text).builtInTable(foldsKeys: true, dialect: MapDialect())
        )
        #expect(table.answer(for: Array(key.utf8)) == answer)
    }

    @Test(
        "what Postfix cannot open fails",
        arguments: [
            "inline:{}", "inline:{a}", "inline:{x=y", "inline:a=b", "inline:{a=1} ", "static:{a",
            "static:", "fail:x", "/etc/passwd", "", "inline:{{a=b}c}", "inline:{a=1, b = 2}",
        ]
    )
    func broken(text: String) throws {
        let table = try #require(
            TableSpecification(text).builtInTable(foldsKeys: true, dialect: MapDialect())
        )
        guard case .failed = table.answer(for: Array("a".utf8)) else {
            Issue.record("\(text) should fail")
            return
        }
    }

    @Test("others have to be asked", arguments: ["hash:/t", "regexp:/t", "proxy:cdb:/t", "ldap:x"])
    func others(text: String) {
        let table = TableSpecification(text).builtInTable(foldsKeys: true, dialect: MapDialect())
        #expect(table?.name == nil)
    }

    @Test("lists of domains take the keys of a table as they stand")
    func unfolded() throws {
        let table = try #require(
            TableSpecification("inline:{A=1}").builtInTable(
                foldsKeys: false,
                dialect: MapDialect()
            )
        )
        #expect(table.answer(for: Array("a".utf8)) == .absent)
    }

    @Test(
        "postmap builds a table itself, not through proxymap",
        arguments: [
            ("proxy:hash:/etc/postfix/transport", "hash:/etc/postfix/transport"),
            ("hash:/etc/postfix/transport", "hash:/etc/postfix/transport"),
            ("proxy:", "proxy:"),
        ]
    )
    func builtName(text: String, name: String) {
        #expect(TableSpecification(text).builtName == name)
    }
}
