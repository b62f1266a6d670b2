/// A moment of the monotonic clock (`CLOCK_MONOTONIC`), which no one can set.
typealias Instant = SuspendingClock.Instant

extension SuspendingClock.Instant {
    /// The milliseconds from here to a later moment, rounded up, so that a wait does not end too early.
    func milliseconds(until later: Instant) -> Int32 {
        let (seconds, attoseconds) = duration(to: later).components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        guard seconds < Instant.longestWait else { return Int32(Instant.longestWait * 1_000) }
        let fraction = (attoseconds + Instant.attosecondsPerMillisecond - 1)
        return Int32(seconds * 1_000 + fraction / Instant.attosecondsPerMillisecond)
    }

    /// The longest wait in one go, in seconds; it keeps the number of milliseconds small.
    private static let longestWait: Int64 = 3_600

    private static let attosecondsPerMillisecond: Int64 = 1_000_000_000_000_000
}
