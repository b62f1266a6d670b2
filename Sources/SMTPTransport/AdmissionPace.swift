/// How fast sessions may begin: evenly, with a small burst after a pause.
struct AdmissionPace {
    private let interval: Duration
    private let credit: Duration

    /// When the next session would begin if all came evenly.
    private var next: Instant

    /// Creates the pace of so many sessions a second; `nil` for any number.
    init(perSecond: Int?, now: Instant) {
        next = now
        guard let perSecond else {
            interval = .zero
            credit = .zero
            return
        }
        interval = .seconds(1) / max(perSecond, 1)
        credit = interval * max(0, perSecond / AdmissionLimits.burstsPerSecond - 1)
    }

    /// When the next session may begin.
    var nextTurn: Instant { next.advanced(by: .zero - credit) }

    /// Counts a session that begins.
    mutating func take(at now: Instant) { next = max(next, now).advanced(by: interval) }
}
