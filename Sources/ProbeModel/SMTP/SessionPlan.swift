/// What one SMTP session is to find out.
package struct SessionPlan: Hashable, Sendable {
    /// The name that EHLO and HELO give (RFC 5321 section 4.1.1.1): a host name or an address literal.
    package let ehloName: String

    /// How the session becomes encrypted.
    package let tlsMode: TLSMode

    /// Whether STARTTLS is tried where it is offered.
    package let triesStartTLS: Bool

    /// The domain whose `postmaster` is offered to the server; `nil` for no acceptance check.
    package let acceptanceDomain: DomainName?

    /// Creates a plan.
    package init(
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
