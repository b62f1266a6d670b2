/// Decides when an event is tried again, and when no more.
///
/// As Standard Webhooks 1.0.0 has it: 2xx is success, 3xx is failure and never followed, 410 means that
/// nothing more is wanted. 408, 425 and 429, everything from 500 on, and no answer at all are tried again.
public struct RetrySchedule: Hashable, Sendable {
    /// The wait after the first failure, in seconds: a receiver that restarts is back by then.
    public var firstDelay: Int64 = 5
    /// By how much each wait is longer than the one before.
    public var factor: Int64 = 3
    /// The longest wait, in seconds: once a receiver or this machine's network is back, the alert is not late
    /// by more than this.
    public var longestDelay: Int64 = 900
    /// The longest wait that a server may ask for, in seconds: it may be slow, not silence us.
    public var longestRetryAfter: Int64 = 6 * 3600
    /// How old an event may get, in seconds; then it is given up, and that is told in the queue.
    public var giveUpAfter: Int64 = 7 * 86_400

    /// Creates the usual schedule.
    public init() {}

    /// Decides about an attempt: the last of so many, at an event that was made then.
    ///
    /// The random number may be any; it spreads the receivers' load and nothing else hangs on it. Times are
    /// in seconds since 1970 (UTC).
    public func decide(
        _ answer: DeliveryAnswer,
        attempts: Int,
        createdAt: Int64,
        at time: Int64,
        random: UInt64
    ) -> DeliveryDecision {
        var asked: Int64 = 0
        if case .status(let status, let retryAfter) = answer {
            switch status {
            case 200...299: return .delivered
            case 410: return .disabled
            case 408, 425, 429: break
            case 300...499: return .refused
            default: break
            }
            asked = retryAfter.flatMap { RetryAfter.seconds($0, at: time) } ?? 0
        }
        let end = createdAt + giveUpAfter
        guard time < end else { return .givenUp }
        let wait = max(delay(attempts: attempts, random: random), min(asked, longestRetryAfter))
        // The last attempt is made when time is up, so that no event is given up without one.
        return .retry(notBefore: min(time + wait, end))
    }

    /// The wait after so many attempts: it grows to its limit, and its second half is left to chance.
    func delay(attempts: Int, random: UInt64) -> Int64 {
        var delay = firstDelay
        for _ in 1..<max(2, min(attempts, 64)) where attempts > 1 {
            delay = min(delay * factor, longestDelay)
        }
        let half = delay / 2
        return delay - half + Int64(random % UInt64(half + 1))
    }
}
