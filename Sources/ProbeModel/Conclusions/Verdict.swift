/// The one-word answer for a domain (the contract's closed list).
public enum Verdict: String, Hashable, Sendable, Codable, CaseIterable {
    /// The route works and every MX host answers.
    case healthy
    /// Mail can flow, but a host, a family, TLS or DNS is not right.
    case degraded
    /// Mail flows over an alternate port because 25 does not.
    case diverted
    /// This machine's port 25 is blocked in every family that could reach the domain.
    case blocked
    /// The remote's port 25 is closed while another of its ports answers.
    case filtered
    /// No endpoint of any MX host answers.
    case unreachable
    /// SMTP answers and refuses us or the domain.
    case rejected
    /// DNS makes delivery impossible.
    case misconfigured
    /// Null MX: the domain takes no mail.
    case noMail = "no-mail"
    /// DNS could not be asked.
    case dnsFailure = "dns-failure"
    /// It could not be told.
    case inconclusive

    /// How bad the verdict is; `diverted` counts as the warning it is when mxprobe made the diversion.
    public var severity: Severity {
        switch self {
        case .healthy: return .ok
        case .degraded, .diverted, .noMail: return .warning
        case .blocked, .filtered, .unreachable, .rejected, .misconfigured: return .critical
        case .dnsFailure, .inconclusive: return .unknown
        }
    }
}
