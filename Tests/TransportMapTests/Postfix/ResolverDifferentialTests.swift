import PostfixTestSupport
import TestSupport
import Testing

@testable import TransportMap

@Suite(
    "transports resolve as trivial-rewrite resolves them",
    .tags(.postfix),
    .enabled(if: PostfixTools.isInstalled, "SKIPPED: Postfix is not installed"),
    .serialized
)
struct ResolverDifferentialTests {
    static let addressesPerSeed = 100

    @Test("random tables, settings and addresses", arguments: 0..<80 as Range<UInt64>)
    func resolve(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let scene = try ResolverScene(&generator)
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
        switch Int.random(in: 0..<24, using: &generator) {
        case 0: return ""
        case 1: return generator.pick(["someone", "someone+ext", "Mailer-Daemon"])
        default: break
        }
        let domain =
            generator.once(in: 5)
            ? generator.pick(["x.", "x.y.", "."]) + generator.pick(RandomTable.domains)
            : generator.pick(RandomTable.domains)
        let dot = generator.once(in: 10) && !domain.hasSuffix("]") ? "." : ""
        // In front of a domain of its own the resolver takes routing characters for a route.
        let isOwn = domain.hasSuffix("local.test")
        let locals = RandomTable.locals.filter { local in
            !isOwn || !local.contains { "%!@".contains($0) }
        }
        let text = generator.pick(locals) + "@" + domain + dot
        return String(decoding: RandomTable.recased(Array(text.utf8), &generator), as: UTF8.self)
    }
}
