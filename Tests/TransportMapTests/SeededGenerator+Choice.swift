import TestSupport

extension SeededGenerator {
    /// One of several things.
    mutating func pick<Thing>(_ things: [Thing]) -> Thing {
        things[Int.random(in: things.indices, using: &self)]
    }

    /// True once in so many times.
    mutating func once(in times: Int) -> Bool { Int.random(in: 1...times, using: &self) == 1 }
}
