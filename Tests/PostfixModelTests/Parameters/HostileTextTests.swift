import PostfixModel
import ProbeModel
import TestSupport
import Testing
import TransportMap

/// Whatever programs and files hold, nothing traps and nothing is printed raw.
@Suite("hostile text")
struct HostileTextTests {
    static let rounds = 300

    /// Text in which what means something to a grammar is frequent.
    static func text(_ generator: inout SeededGenerator) -> String {
        let special = Array(" \t\n,:;{}[]!#=\"\\/.-o@*$".utf8) + [0, 27, 195, 255]
        let words = [
            "smtp", "hash:/t", "inline:{", "a.test", "[ipv6:", "unix", "-o", "99999999999",
        ]
        let bytes = (0..<Int.random(in: 0...40, using: &generator)).flatMap { _ -> [UInt8] in
            generator.once(in: 4)
                ? Array(generator.pick(words).utf8) : [generator.pick(special)]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("grammars read anything", arguments: 0..<10 as Range<UInt64>)
    func grammars(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<Self.rounds {
            let text = Self.text(&generator)
            _ = MasterService.list(text)
            let parameters = MainParameters(["p": text])
            _ = parameters.seconds("p")
            // Nothing but separators gets lost between the items of a list.
            let separators: Set<UInt8> = [9, 10, 13, 32, UInt8(ascii: ",")]
            let items = parameters.list("p").joined().utf8.filter { !separators.contains($0) }
            #expect(items == text.utf8.filter { !separators.contains($0) })
            for table in parameters.tables("p") {
                _ = table.editingObstacle
                _ = table.matching
                let builtIn = table.builtInTable(foldsKeys: true, dialect: MapDialect())
                _ = builtIn?.answer(for: [97])
            }
        }
    }

    @Test("routes from anything are printable", arguments: 0..<10 as Range<UInt64>)
    func routes(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<Self.rounds {
            var fixture = RouteFixture()
            fixture.tables = ["domain1.test " + Self.text(&generator) + "\n"]
            for name in ["relayhost", "relay_transport", "relay_domains", "smtp_tcp_port"]
            where generator.once(in: 3) {
                fixture.main[name] = Self.text(&generator)
            }
            let route = try fixture.decide(.domain("domain1.test")).route
            for text in Self.texts(of: route) {
                #expect(SafeText.escape(text) == text)
            }
        }
    }

    private static func texts(of route: Route) -> [String] {
        let texts = [route.pattern, route.result, route.diversion?.original].compactMap { $0 }
        switch route.delivery {
        case .mx: return texts
        case .smtp(let transport, let nexthops): return texts + [transport] + nexthops.map(\.text)
        case .returned(let text), .deferred(let text), .other(let text), .unknown(let text):
            return texts + [text]
        }
    }
}
