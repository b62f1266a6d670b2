public import ProbeModel

/// One domain, as an audit looks at it.
public struct AuditDomain: Hashable, Sendable {
    /// The domain.
    public var name: DomainName
    /// How Postfix would deliver to it.
    public var decision: RouteDecision
    /// What its MX records say.
    public var mail: MailHosts

    /// Creates a domain.
    public init(_ name: DomainName, decision: RouteDecision, mail: MailHosts) {
        self.name = name
        self.decision = decision
        self.mail = mail
    }

    /// Whether Postfix takes mail in for it to hand on.
    var isRelayed: Bool { decision.addressClass == .relay }
}
