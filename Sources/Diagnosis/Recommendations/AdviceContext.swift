public import ProbeModel

/// What advice needs to know beyond what was seen of the domain and of this machine's port 25.
public struct AdviceContext: Hashable, Sendable {
    /// When the run began, RFC 3339 in UTC; for letters.
    public var startedAt: String

    /// This machine's name, safe to print; `nil` when unknown.
    public var hostname: String?

    /// The addresses that this machine sends from.
    public var ownAddresses: [IPAddress]

    /// Names of this machine, from its own configuration or PTR records, by which its provider is recognised.
    public var ownNames: [DNSName]

    /// What hosts showed that may serve as relayhost.
    public var relays: [RelayObservation]

    /// Relays that were asked for on the command line, and of which a word is expected.
    public var askedRelays: [DomainName] = []

    /// Earlier sessions with port 25 of the domain's mail hosts, to compare an alternate port with.
    public var earlierSessions: [ProbeObservation]

    /// Which form of transport entry is wanted.
    public var style: TransportStyle

    /// Whether the domain is one of this machine's relay domains; `nil` when unknown.
    public var isRelayDomain: Bool?

    /// The Postfix here; `nil` when unknown.
    public var postfixVersion: PostfixVersion?

    /// Whether the unbracketed nexthop of the present transport entry has MX records of its own; `nil` when unknown.
    public var nexthopHasMX: Bool?

    /// Whether this machine has a Postfix whose transport map `mxprobe transport apply` can change.
    public var canChangeMap = false

    /// The rules of this machine's firewall that may stop port 25, as far as they could be read.
    public var firewallRules: [FirewallRule] = []

    /// Creates a context in which nothing more is known.
    public init(startedAt: String = "", style: TransportStyle = .port) {
        self.startedAt = startedAt
        self.style = style
        ownAddresses = []
        ownNames = []
        relays = []
        earlierSessions = []
    }
}
