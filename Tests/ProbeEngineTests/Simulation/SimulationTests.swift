import Diagnosis
import ProbeModel
import Testing

/// Runs at the level of observations; a seed fixes everything, so that a failing one can be run alone.
@Suite("Verdicts over simulated networks")
struct SimulationTests {
    /// How many seeds a case of these tests stands for.
    static let groupSize = 20

    /// Seeds that once got a wrong verdict, beside the first thousand.
    static let once = [
        1996,  // the host's own reset, and silence at another, while the trace to that one connects
        3535,  // one link of five alive
        3954, 4018, 4535,  // a control's own firewall, and loss at the others
        7469,  // two hosts that call themselves localhost.localdomain
    ]

    @Test("A network without a block is never blamed", arguments: 0..<50)
    func innocent(group: Int) throws {
        for seed in group * Self.groupSize..<(group + 1) * Self.groupSize {
            try expectNoBlame(seed: seed)
        }
    }

    @Test("A network that was once blamed is not blamed again", arguments: once)
    func innocent(seed: Int) throws { try expectNoBlame(seed: seed) }

    @Test(
        "A device that refuses port 25 by chance is no block, whatever else goes wrong",
        arguments: [0.2, 0.4, 0.5, 0.6],
        [BlockMethod.reset, .icmp]
    )
    func refusedByChance(share: Double, method: BlockMethod) throws {
        for seed in 0..<Self.refusingRuns {
            let network = SimulatedNetwork(innocentSeed: seed, refusing: share, by: method)
            try expectNoBlame(network, seed: seed)
        }
    }

    /// How many seeds each share and manner of refusing gets.
    static let refusingRuns = 250

    private func expectNoBlame(seed: Int) throws {
        try expectNoBlame(SimulatedNetwork(innocentSeed: seed), seed: seed)
    }

    private func expectNoBlame(_ network: SimulatedNetwork, seed: Int) throws {
        var run = SimulatedRun(network)
        let report = run.run()
        // Those reached on the way count as well: a sure one ends the run.
        for verdict in run.verdicts {
            #expect(
                ![.blocked, .intercepted, .locallyBlocked].contains(verdict.verdict),
                "seed \(seed): \(verdict.evidence.map(\.message))"
            )
        }
        let diagnosis = try #require(try run.diagnosis(report))
        #expect(diagnosis.verdict != .blocked, "seed \(seed): \(diagnosis.summary)")
    }

    @Test("A block is found in 48 of 50 runs, and never called open", arguments: 0..<6)
    func blocked(group: Int) throws {
        var missed: [Int] = []
        var misplaced: [Int] = []
        for seed in group * 50..<(group + 1) * 50 {
            let network = SimulatedNetwork(blockedSeed: seed)
            let block = try #require(network.block)
            var run = SimulatedRun(network)
            let report = run.run()
            #expect(run.verdicts.allSatisfy { $0.verdict != .open }, "seed \(seed)")
            if report.verdict != .blocked || report.method != block.method { missed.append(seed) }
            guard let hop = report.blockedAt else { continue }
            #expect(hop.distance <= block.hop, "seed \(seed): port 25 never got that far")
            if hop.distance != block.hop { misplaced.append(seed) }
        }
        #expect(missed.count <= 2, "seeds \(missed)")
        #expect(misplaced.count <= 2, "seeds \(misplaced)")
    }

    @Test("Who answers in others' place is never taken for them", arguments: 0..<4)
    func intercepted(group: Int) throws {
        var missed: [Int] = []
        for seed in group * 50..<(group + 1) * 50 {
            var run = SimulatedRun(SimulatedNetwork(interceptedSeed: seed))
            let report = run.run()
            #expect(run.verdicts.allSatisfy { $0.verdict != .open }, "seed \(seed)")
            let diagnosis = try #require(try run.diagnosis(report))
            #expect(diagnosis.verdict != .healthy, "seed \(seed): \(diagnosis.summary)")
            if report.verdict != .intercepted { missed.append(seed) }
        }
        #expect(missed.count <= 2, "seeds \(missed)")
    }
}
