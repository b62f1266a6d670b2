import PostfixModel
import ProbeModel
import Testing
import TransportMap

@Suite("diversions in routes")
struct RouteDiversionTests {
    /// A table with an entry diverted as `transport apply` does.
    static func diverted(_ text: String, to result: String) throws -> String {
        let map = try #require(TransportMap(Array(text.utf8)))
        let pattern = try #require(TransportPattern("domain1.test"))
        let result = try #require(TransportResult(result))
        return String(decoding: map.plan([.divert(pattern, to: result)]).bytes, as: UTF8.self)
    }

    @Test("an entry that was changed in place says what it was")
    func inPlace() throws {
        let text = try Self.diverted(
            "a.test smtp:x\ndomain1.test\tsmtp:mail.domain1.test\n",
            to: "smtp:mail.domain1.test:2525"
        )
        let route = try RouteFixture(tables: [text]).decide(.domain("domain1.test")).route
        #expect(route.result == "smtp:mail.domain1.test:2525")
        #expect(route.diversion == RouteDiversion(original: "smtp:mail.domain1.test"))
        #expect(try RouteFixture(tables: [text]).decide(.domain("a.test")).route.diversion == nil)
    }

    @Test("an entry that was added has no original")
    func added() throws {
        let text = try Self.diverted("a.test smtp:x\n", to: "relay:[m.test]:2525")
        let route = try RouteFixture(tables: [text]).decide(.domain("domain1.test")).route
        #expect(route.diversion == RouteDiversion(original: nil))
    }

    @Test("an entry that was changed by hand since is not intact")
    func changed() throws {
        let text = try Self.diverted("domain1.test smtp:m.test\n", to: "smtp:m.test:2525")
            .replacing("m.test:2525\n", with: "m.test:26\n")
        let route = try RouteFixture(tables: [text]).decide(.domain("domain1.test")).route
        #expect(route.result == "smtp:m.test:26")
        #expect(route.diversion == RouteDiversion(original: "smtp:m.test", isIntact: false))
    }

    @Test("an entry elsewhere than under the marker is not the diverted one")
    func elsewhere() throws {
        let text =
            "domain1.test smtp:first.test\n"
            + (try Self.diverted("domain1.test smtp:m.test\n", to: "smtp:m.test:2525"))
        let route = try RouteFixture(tables: [text]).decide(.domain("domain1.test")).route
        #expect(route.result == "smtp:first.test")
        #expect(route.diversion == nil)
    }

    @Test(
        "an entry of an older index is not the diverted one of the text, unless both say the same"
    )
    func olderIndex() throws {
        let text = try Self.diverted("domain1.test smtp:m.test\n", to: "smtp:m.test:2525")
        var fixture = RouteFixture(tables: [text])
        fixture.indexes = [0: "domain1.test smtp:m.test\n"]
        let old = try fixture.decide(.domain("domain1.test"))
        #expect(old.route.result == "smtp:m.test")
        #expect(old.route.place == FilePlace(file: "/etc/postfix/transport0"))
        #expect(old.route.diversion == nil)
        let note =
            "The index of /etc/postfix/transport0 is older than its text, and Postfix answers from "
            + "the index until postmap is run."
        #expect(
            old.notes.map(\.message) == [
                note + " Line 2 of the text says: domain1.test smtp:m.test:2525"
            ]
        )
        fixture.indexes = [0: "domain1.test smtp:m.test:2525\nb.test smtp:b\n"]
        let same = try fixture.decide(.domain("domain1.test"))
        #expect(same.route.place?.line == 2)
        #expect(same.route.diversion == RouteDiversion(original: "smtp:m.test"))
        #expect(same.notes.map(\.message) == [note])
        #expect(
            try fixture.decide(.domain("b.test")).notes.map(\.message) == [
                note + " The text has no such entry."
            ]
        )
        // Also where nothing matches: the text may hold what the index lacks.
        #expect(try fixture.decide(.domain("c.test")).notes.map(\.message) == [note])
    }

    @Test("a marker that lost its entry diverts nothing")
    func entryMissing() throws {
        let lines = try Self.diverted("domain1.test smtp:m.test\n", to: "smtp:m.test:2525")
            .split(separator: "\n")
        let text = lines.dropLast().joined(separator: "\n") + "\n"
        let tables = [text, "domain1.test smtp:other.test\n"]
        let route = try RouteFixture(tables: tables).decide(.domain("domain1.test")).route
        #expect(route.diversion == nil)
    }

    @Test("an entry in mxprobe's own table says what the others have")
    func overlay() throws {
        let tables = ["domain1.test smtp:[m.test]:2525\n", "domain1.test smtp:m.test\n"]
        let route = try RouteFixture(tables: tables, overlay: 0).decide(.domain("domain1.test"))
            .route
        #expect(route.diversion == RouteDiversion(original: "smtp:m.test"))
        let alone = RouteFixture(tables: [tables[0], ""], overlay: 0)
        #expect(
            try alone.decide(.domain("domain1.test")).route.diversion
                == RouteDiversion(original: nil)
        )
        let other = RouteFixture(tables: tables.reversed(), overlay: 1)
        #expect(try other.decide(.domain("domain1.test")).route.diversion == nil)
    }
}
