/// How the probe of one endpoint ended (the contract's closed list).
public enum Outcome: String, Hashable, Sendable, Codable, CaseIterable {
    /// 220, and EHLO or HELO accepted.
    case ready
    /// SMTP said 4xx to the connection, EHLO or HELO.
    case deferred
    /// SMTP said 5xx to the connection, EHLO or HELO.
    case rejected
    /// TCP reset in answer to our SYN.
    case refused
    /// No answer to our SYN at all.
    case timeout
    /// ICMP host, network or port unreachable.
    case unreachable
    /// ICMP administratively prohibited.
    case prohibited
    /// This machine's own firewall or policy.
    case deniedLocally = "denied-locally"
    /// This machine has no route or no address of that family.
    case noRoute = "no-route"
    /// Connected, then reset.
    case reset
    /// Connected, then closed before the dialogue was done.
    case closed
    /// Connected, and no reply in time.
    case silent
    /// Bytes came, and they are not SMTP.
    case notSMTP = "not-smtp"
    /// The handshake of an implicit-TLS port failed.
    case tlsFailed = "tls-failed"
    /// The run ended before this probe did.
    case interrupted

    /// Whether a TCP connection came about, whatever happened on it.
    public var isConnected: Bool {
        switch self {
        case .ready, .deferred, .rejected, .reset, .closed, .silent, .notSMTP, .tlsFailed:
            return true
        case .refused, .timeout, .unreachable, .prohibited, .deniedLocally, .noRoute, .interrupted:
            return false
        }
    }

    /// Whether the other side spoke SMTP.
    public var speaksSMTP: Bool { self == .ready || self == .deferred || self == .rejected }
}
