import AlertPolicy
import Settings
import WebhookDelivery

/// Sends single events to webhooks, within the time that a command has for it.
struct WebhookSending: Sendable {
    /// Sends all requests; shared, so that connections are used again.
    let sender: WebhookSender

    /// When the command's time is up.
    let deadline: ContinuousClock.Instant

    /// The variables of this process, which may hold secrets.
    let environment: [String: String]

    /// The least time in which sending is begun: a request that is sure to be cut off may still arrive.
    private static let leastTime = Duration.seconds(1)

    /// Creates it for the variables of this process.
    init(sender: WebhookSender, deadline: ContinuousClock.Instant) {
        self.sender = sender
        self.deadline = deadline
        environment = Environment.all
    }

    /// Whether there is time for another request.
    var hasTime: Bool { deadline - .now >= Self.leastTime }

    /// Sends an event to a webhook, once.
    ///
    /// - Parameters:
    ///   - event: The event.
    ///   - webhook: The webhook.
    ///   - time: Now, in seconds since 1970 (UTC).
    /// - Returns: How it ended, without secrets.
    func send(
        _ event: AlertEvent,
        to webhook: WebhookSettings,
        at time: Int64
    ) async -> DeliveryOutcome {
        do {
            let target = try WebhookTarget(webhook, environment: environment)
            return await send(try target.request(event, at: time), target.options)
        } catch {
            return .invalid(error.reason)
        }
    }

    /// Sends a request; one receiver may take half of the time that is left, so that a slow one is told as such.
    func send(_ request: WebhookRequest, _ options: DeliveryOptions) async -> DeliveryOutcome {
        var options = options
        options.totalTimeout = min(options.totalTimeout, max(.seconds(1), (deadline - .now) / 2))
        options.connectTimeout = min(options.connectTimeout, options.totalTimeout)
        return await sender.send(request, options: options, deadline: deadline)
    }
}
