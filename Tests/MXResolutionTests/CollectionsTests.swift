import DNSTestSupport
import ProbeModel
import TestSupport
import Testing

@testable import MXResolution

@Suite("the timer queue")
struct TimerQueueTests {
    @Test("hands entries out in the order of their times", arguments: 0..<20)
    func order(seed: Int) {
        var generator = SeededGenerator(seed: seed)
        let start = ContinuousClock.now
        let times = (0..<Int.random(in: 0...60, using: &generator)).map { _ in
            Int.random(in: 0..<40, using: &generator)
        }
        var queue = TimerQueue<Int>()
        for time in times { queue.add(time, due: start + .seconds(time)) }
        #expect(queue.next == times.min().map { start + .seconds($0) })
        var taken: [Int] = []
        while let time = queue.popDue(at: start + .seconds(19)) { taken.append(time) }
        #expect(taken == times.filter { $0 <= 19 }.sorted())
        while let time = queue.popDue(at: start + .seconds(100)) { taken.append(time) }
        #expect(taken == times.sorted())
        #expect(queue.next == nil)
    }

    @Test("does not grow with what is over, and keeps the rest in order")
    func pruning() {
        let start = ContinuousClock.now
        var queue = TimerQueue<Int>()
        for number in 0..<10_000 {
            queue.add(number, due: start + .seconds((number * 7) % 10_000))
            queue.prune { $0 % 1_000 != 0 }
            #expect(queue.count <= 256)
        }
        var taken: [Int] = []
        while let number = queue.popDue(at: start + .seconds(10_000)) { taken.append(number) }
        let kept = taken.filter { $0 % 1_000 == 0 }
        #expect(kept.count == 10)
        #expect(taken.map { ($0 * 7) % 10_000 } == taken.map { ($0 * 7) % 10_000 }.sorted())
    }
}

@Suite("the generation cache")
struct GenerationCacheTests {
    @Test("keeps what is used and forgets the rest")
    func forgetting() {
        var cache = GenerationCache<Int, Int>(capacity: 10)
        cache.insert(-1, for: -1)
        for number in 0..<100 {
            cache.insert(number, for: number)
            #expect(cache.value(for: -1) == -1)
        }
        #expect(cache.value(for: 0) == nil)
        #expect(cache.value(for: 99) == 99)
        #expect((0..<100).count { cache.value(for: $0) != nil } <= 10)
    }

    @Test("counts what entries cost, and takes none that would fill it")
    func costs() {
        var cache = GenerationCache<Int, Int>(capacity: 100)
        cache.insert(1, for: 1, cost: 51)
        #expect(cache.value(for: 1) == nil)
        for number in 0..<20 { cache.insert(number, for: number, cost: 30) }
        #expect((0..<20).filter { cache.value(for: $0) != nil } == [18, 19])
        // A value that is replaced no longer counts.
        var small = GenerationCache<Int, Int>(capacity: 8)
        small.insert(0, for: 0)
        for number in 0..<50 { small.insert(number, for: 1, cost: 2) }
        #expect(small.value(for: 0) == 0)
    }

    @Test("holds one value for a key, the last")
    func replacing() {
        var cache = GenerationCache<String, Int>(capacity: 4)
        cache.insert(1, for: "a")
        cache.insert(2, for: "b")
        cache.insert(3, for: "c")
        cache.insert(4, for: "a")
        #expect(cache.value(for: "a") == 4)
        cache.removeAll { key, _ in key == "a" }
        #expect(cache.value(for: "a") == nil)
        #expect(cache.value(for: "c") == 3)
    }
}
