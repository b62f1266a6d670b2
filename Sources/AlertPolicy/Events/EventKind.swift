/// What an alert tells; the names are those that webhooks are configured with.
public enum EventKind: String, Hashable, Sendable, Codable, CaseIterable {
    /// Mail no longer reaches a domain.
    case domainDown = "domain.down"
    /// Mail reaches a domain again.
    case domainRecovered = "domain.recovered"
    /// A domain's verdict changed between two that are neither good.
    case domainChanged = "domain.changed"
    /// Port 25 out of this machine is blocked in a family.
    case egressBlocked = "egress.blocked"
    /// Port 25 out of this machine is open again in a family.
    case egressRecovered = "egress.recovered"
    /// A domain was sent over an alternate port.
    case transportDiverted = "transport.diverted"
    /// A diversion was undone.
    case transportRestored = "transport.restored"
    /// A change of the map failed.
    case transportFailed = "transport.failed"
    /// A certificate expires soon.
    case certificateExpiring = "certificate.expiring"
    /// A person asked for a test.
    case test
}
