import AlertPolicy
import WebhookDelivery

extension WebhookDelivery.DeliveryOutcome {
    /// The outcome in the words of the retry schedule; `nil` where it was cut off by us, and counts as no attempt.
    ///
    /// What cannot be sent, such as a webhook whose secret is not there, waits for somebody to mend it.
    func answer(at time: Int64) -> DeliveryAnswer? {
        switch self {
        case .delivered(let status): return .status(status, retryAfter: nil)
        case .refused(let refusal):
            return .status(
                refusal.status,
                retryAfter: refusal.retryAfter.map { String($0.delay(at: time)) }
            )
        case .redirected(let status, _): return .status(status, retryAfter: nil)
        case .gone: return .status(410, retryAfter: nil)
        case .network, .tls, .timedOut, .invalid: return .noAnswer
        case .abandoned: return nil
        }
    }

    /// Whether the receiver has taken it.
    var isDelivered: Bool {
        if case .delivered = self { true } else { false }
    }
}
