/// What the body of a webhook looks like.
public enum WebhookFormat: String, Hashable, Sendable, Codable, CaseIterable {
    /// Standard Webhooks, signed where there is a secret.
    case json
    /// A Slack incoming webhook.
    case slack
    /// A Discord webhook.
    case discord
    /// A Microsoft Teams workflow.
    case teams
    /// PagerDuty Events version 2.
    case pagerduty
    /// Alertmanager API version 2.
    case alertmanager
    /// An ntfy topic.
    case ntfy
    /// CloudEvents 1.0, structured mode.
    case cloudevents
    /// A Mustache template of the user's own.
    case template
}
