/// What one SMTP session is to find out.
public struct SessionPlan: Hashable, Sendable {
    /// The name that EHLO and HELO give (RFC 5321 section 4.1.1.1): a host name or an address literal.
    public let ehloName: String

    /// How the session becomes encrypted.
    public let tlsMode: TLSMode

    /// Whether STARTTLS is tried where it is offered.
    public let triesStartTLS: Bool

    /// The domain whose `postmaster` is offered to the server; `nil` for no acceptance check.
    public let acceptanceDomain: DomainName?

    /// Creates a plan.
    public init(
        ehloName: String,
        tlsMode: TLSMode,
        triesStartTLS: Bool = true,
        acceptanceDomain: DomainName? = nil
    ) {
        self.ehloName = ehloName
        self.tlsMode = tlsMode
        self.triesStartTLS = triesStartTLS
        self.acceptanceDomain = acceptanceDomain
    }
}
