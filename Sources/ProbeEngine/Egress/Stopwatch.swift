/// How much time has passed since something began, by any clock.
struct Stopwatch: Sendable {
    /// The time since the beginning.
    let elapsed: @Sendable () -> Duration

    /// Starts to count.
    init(_ clock: any Clock<Duration>) { elapsed = Self.counter(clock) }

    private static func counter<C: Clock>(_ clock: C) -> @Sendable () -> Duration
    where C.Duration == Duration {
        let start = clock.now
        return { start.duration(to: clock.now) }
    }
}
