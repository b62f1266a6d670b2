/// A rule of this machine's firewall for outgoing packets that names port 25 and stops or diverts what it matches.
///
/// Whether it matches a given connection is not known: conditions on users, addresses and marks are not judged.
public struct FirewallRule: Hashable, Sendable {
    /// What it does with what it matches.
    public enum Action: String, Hashable, Sendable, CaseIterable {
        /// It drops silently.
        case drop
        /// It answers with a reset or an ICMP error.
        case reject
        /// It sends the packet elsewhere.
        case redirect
    }

    /// Where it stands, such as `nftables table inet filter, chain output, handle 7`; safe to print.
    public let place: String

    /// The rule as it was read; safe to print.
    public let text: String

    /// What it does.
    public let action: Action

    /// The families whose packets it may match.
    public let families: Set<AddressFamily>

    /// Creates a rule.
    public init(place: String, text: String, action: Action, families: Set<AddressFamily>) {
        self.place = place
        self.text = text
        self.action = action
        self.families = families
    }
}
