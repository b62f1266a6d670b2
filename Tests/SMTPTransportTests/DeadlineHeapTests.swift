import Testing

@testable import SMTPTransport

@Suite struct DeadlineHeapTests {
    private static let start = Instant.now

    private static func after(_ milliseconds: Int) -> Instant {
        start.advanced(by: .milliseconds(milliseconds))
    }

    @Test("agree with a plain table through random changes", arguments: 1...20)
    func agreesWithTable(_ seed: Int) {
        var random = SplitMix(state: UInt64(seed))
        var heap = DeadlineHeap(capacity: 40)
        var table: [Int: Int] = [:]
        for _ in 0..<2_000 {
            let slot = Int.random(in: 0..<40, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0:
                heap.remove(slot)
                table[slot] = nil
            default:
                let deadline = Int.random(in: 0..<50, using: &random)
                heap.set(Self.after(deadline), for: slot)
                table[slot] = deadline
            }
            #expect(heap.earliest == table.values.min().map(Self.after))
        }
        while let earliest = table.values.min() {
            let now = Self.after(earliest)
            guard let slot = heap.firstDue(at: now) else {
                Issue.record("nothing is due at \(earliest)")
                return
            }
            #expect(table.removeValue(forKey: slot) == earliest)
            heap.remove(slot)
        }
        #expect(heap.earliest == nil)
    }

    @Test("find nothing due before its time")
    func notDue() {
        var heap = DeadlineHeap(capacity: 2)
        heap.set(Self.after(10), for: 1)
        #expect(heap.firstDue(at: Self.after(9)) == nil)
        #expect(heap.firstDue(at: Self.after(10)) == 1)
    }

    @Test(
        "round a wait up, and bound it",
        arguments: [
            (Duration.nanoseconds(1), Int32(1)),
            (.milliseconds(1), 1),
            (.microseconds(1_001), 2),
            (.zero, 0),
            (.milliseconds(-5), 0),
            (.seconds(86_400 * 365), 3_600_000),
            (.seconds(Int64.max / 4), 3_600_000),
        ]
    )
    func milliseconds(_ row: (wait: Duration, milliseconds: Int32)) {
        #expect(
            Self.start.milliseconds(until: Self.start.advanced(by: row.wait)) == row.milliseconds
        )
    }
}

/// A small generator with a seed (SplitMix64).
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
