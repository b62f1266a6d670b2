/// The one-word answer for this machine's port 25, per family (the contract's closed list).
public enum EgressVerdict: String, Hashable, Sendable, Codable, CaseIterable {
    /// At least one authentic answer on 25.
    case open
    /// Controls of two or more operators fail on 25 and answer on their reference ports.
    case blocked
    /// 25 connects, but not to the host asked for.
    case intercepted
    /// This machine's own firewall stops it.
    case locallyBlocked = "locally-blocked"
    /// Nothing answers on any port, or there is no route.
    case offline
    /// 25 works and fails by turns.
    case throttled
    /// This machine has no address of that family: not a fault.
    case unavailable
    /// Anything else.
    case inconclusive
}
