/// Whether an endpoint takes the domain's mail without a login.
public enum Acceptance: String, Hashable, Sendable, Codable, CaseIterable {
    /// MAIL and RCPT were accepted.
    case accepted
    /// 4xx: greylisting and postscreen do this to strangers; it is healthy.
    case deferred
    /// 530, 535, 538 or 550 5.7.1-like texts that demand authentication first.
    case loginRequired = "login-required"
    /// Another 5xx.
    case refused
    /// Not asked.
    case notTested = "not-tested"
}
