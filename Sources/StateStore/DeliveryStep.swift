/// What an outcome makes of an outbox row.
struct DeliveryStep {
    /// The state after it.
    let state: DeliveryState
    /// When it may be tried again; now, where it never will be.
    let nextAttempt: Int64
    /// The error to keep.
    let error: String?

    /// Finds the step of an outcome at a time in seconds since 1970 (UTC).
    init(_ outcome: DeliveryOutcome, at time: Int64) {
        switch outcome {
        case .delivered:
            state = .delivered
            nextAttempt = time
            error = nil
        case .retry(let next, let text):
            state = .pending
            nextAttempt = min(max(next, time), time + StateStore.longestWait)
            error = BoundedText.cut(text, to: BoundedText.maximumError)
        case .failed(let text):
            state = .failed
            nextAttempt = time
            error = BoundedText.cut(text, to: BoundedText.maximumError)
        case .gone(let text):
            state = .disabled
            nextAttempt = time
            error = BoundedText.cut(text, to: BoundedText.maximumError)
        }
    }
}
