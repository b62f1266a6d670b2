extension SeededGenerator {
    /// One of several things.
    package mutating func pick<Thing>(_ things: [Thing]) -> Thing {
        things[Int.random(in: things.indices, using: &self)]
    }

    /// True once in so many times.
    package mutating func once(in times: Int) -> Bool {
        Int.random(in: 1...times, using: &self) == 1
    }
}
