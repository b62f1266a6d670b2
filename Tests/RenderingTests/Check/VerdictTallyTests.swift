import ProbeModel
import Rendering
import Testing

/// What is told of a long run: its totals, and how far it is.
@Suite struct VerdictTallyTests {
    @Test func countsDomains() {
        var tally = VerdictTally()
        #expect(tally.severity == nil)
        #expect(tally.text == "0 domains")
        tally.add(.healthy, .ok)
        #expect(tally.text == "1 domain: 1 healthy")
        #expect(tally.severity == .ok)
        tally.add(.unreachable, .critical)
        tally.add(.healthy, .ok)
        tally.add(.inconclusive, .unknown)
        #expect(tally.text == "4 domains: 2 healthy, 1 unreachable, 1 inconclusive")
        #expect(tally.severity == .critical)
        #expect(tally.troubled == 2)
        #expect(tally.summary(.critical) == "CRITICAL: \(tally.text)\n")
    }

    @Test(
        arguments: [
            (0, 0.0, nil, "0 domains, 0/s, 0 not well"),
            (1, 1.0, nil, "1 domain, 1/s, 0 not well"),
            (300, 2.0, 0.25, "300 domains, 150/s, 0 not well, 25 %, 6 s left"),
            (300, 100.0, 0.01, "300 domains, 3/s, 0 not well, 1 %, 2 h left"),
            (300, 100.0, 0.1, "300 domains, 3/s, 0 not well, 10 %, 15 min left"),
            (300, 10.0, 1.0, "300 domains, 30/s, 0 not well, 100 %"),
            (300, 10.0, 0.0, "300 domains, 30/s, 0 not well"),
            (1, 1e9, 1e-300, "1 domain, 0/s, 0 not well, 0 %, 277777 h left"),
        ] as [(Int, Double, Double?, String)]
    )
    func progress(_ done: Int, _ seconds: Double, _ share: Double?, _ line: String) {
        let text = ProgressText(
            done: done,
            troubled: 0,
            elapsed: .milliseconds(Int64(seconds * 1_000)),
            share: share
        )
        #expect(text.line == line)
    }
}
