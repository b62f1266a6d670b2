import ProbeModel
import Rendering
import Testing

/// The output for each situation is what its goldens say.
@Suite struct GoldenTests {
    static let situations: [Situation] = (try? all()) ?? []

    private static func all() throws -> [Situation] {
        try Situation.flowing() + Situation.failing() + Situation.stopped() + Situation.doubtful()
            + Situation.routed()
    }

    @Test func samplesAreWellFormed() throws { #expect(try Self.all().count == 38) }

    @Test(arguments: situations) func unicode(_ situation: Situation) throws {
        try expect(situation, TextOptions(width: 100), "txt")
    }

    @Test(arguments: situations) func ascii(_ situation: Situation) throws {
        try expect(situation, TextOptions(width: 80, signs: .ascii), "ascii.txt")
    }

    @Test(arguments: situations.filter(isWhole)) func color(_ situation: Situation) throws {
        try expect(situation, TextOptions(width: 100, color: true), "color.txt")
    }

    @Test(arguments: situations.filter(isWhole)) func json(_ situation: Situation) throws {
        let report = JSONReport(displayNames: situation.displayNames)
        try Golden.expect(report.text(situation.report), "\(situation.name).json")
    }

    /// Details, and pages as narrow and as wide as they get, for the situations that show most.
    @Test(arguments: situations.filter { detailed.contains($0.name) })
    func details(_ situation: Situation) throws {
        try expect(situation, TextOptions(width: 100, isVerbose: true), "verbose.txt")
        try expect(situation, TextOptions(width: 40), "40.txt")
        try expect(situation, TextOptions(width: 200), "200.txt")
    }

    /// Those that differ from others in the text alone, which need no other golden.
    private static let textOnly: Set = [
        "blocked-domains", "blocked-one-family", "blocked-long-path", "reset", "prohibited",
        "proxied", "locally-blocked", "offline", "throttled", "egress-unknown", "mail-owner",
        "remote-drops", "blocked-both", "restorable", "returned",
    ]

    @Sendable private static func isWhole(_ situation: Situation) -> Bool {
        !textOnly.contains(situation.name)
    }

    private static let detailed: Set = [
        "healthy-dane", "unreachable", "filtered", "rejected", "twenty-hosts", "blocked",
        "international", "interrupted", "odd-servers", "blocked-both", "relayhost-dead",
    ]

    private func expect(_ situation: Situation, _ options: TextOptions, _ ending: String) throws {
        let report = TextReport(options: options, displayNames: situation.displayNames)
        try Golden.expect(report.text(situation.report), "\(situation.name).\(ending)")
    }

    /// A golden that no test reads is a leftover.
    @Test func noGoldenIsLeftOver() throws {
        let plain = Self.situations.map(\.name).flatMap { name in
            ([".txt", ".ascii.txt"]
                + (Self.textOnly.contains(name) ? [] : [".color.txt", ".json"]))
                .map { name + $0 }
        }
        let detailed = Self.detailed.flatMap { name in
            [".verbose.txt", ".40.txt", ".200.txt"].map { name + $0 }
        }
        #expect(try Set(Golden.names()) == Set(plain + detailed))
    }
}
