/// What to do, as small a change as gets mail flowing.
public struct Recommendation: Hashable, Sendable {
    /// The kind of change.
    public var action: Action

    /// For `set-transport` and `restore-transport`: the pattern of the transport entry.
    public var pattern: String?

    /// For `set-transport`: the result of the transport entry; for `use-relayhost`: the nexthop.
    public var result: String?

    /// Another result that serves as well, such as a list that fails over; `nil` where there is none.
    public var alternative: String?

    /// Whether the acceptance check passed on the very endpoint that the result names.
    public var verified: Bool

    /// Why, in one sentence, safe to print.
    public var reason: String

    /// What else the change touches or depends on; one sentence each, safe to print.
    public var notes: [String]

    /// Lines to copy.
    public var snippets: [Snippet]

    /// Creates a recommendation.
    public init(
        action: Action,
        pattern: String? = nil,
        result: String? = nil,
        alternative: String? = nil,
        verified: Bool = false,
        reason: String,
        notes: [String] = [],
        snippets: [Snippet] = []
    ) {
        self.action = action
        self.pattern = pattern
        self.result = result
        self.alternative = alternative
        self.verified = verified
        self.reason = reason
        self.notes = notes
        self.snippets = snippets
    }

    /// The kinds of change (the contract's closed list).
    public enum Action: String, Hashable, Sendable, Codable, CaseIterable {
        /// Nothing to do.
        case none
        /// Send the domain over another port.
        case setTransport = "set-transport"
        /// Go back to what was.
        case restoreTransport = "restore-transport"
        /// Send through another relay.
        case useRelayhost = "use-relayhost"
        /// Open a second port on the main server.
        case openAlternatePort = "open-alternate-port"
        /// Ask the provider to open port 25.
        case requestUnblock = "request-unblock"
        /// Change this machine's own firewall.
        case fixLocalFirewall = "fix-local-firewall"
        /// Use one address family only.
        case preferAddressFamily = "prefer-address-family"
        /// Correct DNS.
        case fixDNS = "fix-dns"
        /// Tell the people who run the main server.
        case contactRemote = "contact-remote"
    }
}
