public import ProbeModel

/// What DNS says of a host that a nexthop names.
public struct NexthopFacts: Hashable, Sendable {
    /// Its MX records.
    public var mail: MailHosts
    /// Its addresses; `nil` where they could not be looked up.
    public var addresses: [IPAddress]?

    /// Creates facts.
    public init(mail: MailHosts, addresses: [IPAddress]?) {
        self.mail = mail
        self.addresses = addresses
    }
}
