import PostfixModel
import PostfixTestSupport
import TestSupport
import Testing

extension Tag {
    /// Compares with the real Postfix.
    @Tag static var postfix: Self
}

@Suite(
    "routes resolve as trivial-rewrite resolves them",
    .tags(.postfix),
    .enabled(if: PostfixTools.isInstalled, "SKIPPED: Postfix is not installed"),
    .serialized
)
struct RouteDifferentialTests {
    static let addressesPerSeed = 100

    @Test("random configurations and addresses", arguments: 0..<100 as Range<UInt64>)
    func resolve(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let scene = try RouteScene(&generator)
        defer { scene.directory.remove() }
        let resolver = try ResolverProcess(
            configuration: scene.directory.path,
            socket: scene.directory.path + "/s"
        )
        var compared = 0
        for _ in 0..<Self.addressesPerSeed {
            let address = Self.address(&generator)
            let reply = try resolver.resolve(Array(address.utf8))
            // An address that is no address is not looked up; that is not ours to judge.
            if reply.isSyntaxError { continue }
            compared += 1
            scene.check(address, against: reply)
        }
        #expect(compared > Self.addressesPerSeed / 2)
    }

    static func address(_ generator: inout SeededGenerator) -> String {
        if generator.once(in: 20) { return generator.pick(["", "someone", "someone+ext"]) }
        let domain = generator.pick(RandomLists.domains)
        let isLiteral = domain.hasPrefix("[")
        let prefix = generator.once(in: 4) && !isLiteral ? generator.pick(["x.", "x.y."]) : ""
        let dot = generator.once(in: 10) && !isLiteral ? "." : ""
        let text = generator.pick(["user", "user+ext", "first.last"]) + "@" + prefix + domain + dot
        return generator.once(in: 5) ? text.uppercased() : text
    }
}
