/// A request on its way to the loop's thread, and who waits for its outcome.
struct DeliveryJob: Sendable {
    let id: UInt64
    let request: WebhookRequest
    let options: DeliveryOptions
    /// When it is given up whatever it is doing; `nil` for never.
    let deadline: ContinuousClock.Instant?
    /// The receiver's scheme, host and port, by which connections are limited.
    let origin: String
    let continuation: CheckedContinuation<DeliveryOutcome, Never>

    /// Answers the caller; to be called once.
    func finish(_ outcome: DeliveryOutcome) { continuation.resume(returning: outcome) }
}
