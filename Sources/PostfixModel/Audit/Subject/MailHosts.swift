public import ProbeModel

/// What the MX records of a name say.
public enum MailHosts: Hashable, Sendable {
    /// The hosts, the best first; none where there is no MX record.
    case hosts([MailHost])
    /// The name takes no mail (RFC 7505).
    case null
    /// They could not be looked up; one lower-case phrase that says why.
    case unknown(String)

    /// The hosts; `nil` where they are not known.
    var list: [MailHost]? {
        guard case .hosts(let hosts) = self else { return nil }
        return hosts
    }
}

/// One MX host.
public struct MailHost: Hashable, Sendable {
    /// The preference; the smaller the better.
    public var preference: UInt16
    /// The name.
    public var name: DomainName
    /// Whether it is this machine, by its name or one of its addresses.
    public var isSelf: Bool

    /// Creates a host.
    public init(preference: UInt16, name: DomainName, isSelf: Bool = false) {
        self.preference = preference
        self.name = name
        self.isSelf = isSelf
    }
}
