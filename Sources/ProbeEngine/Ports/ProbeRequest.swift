package import ProbeModel

/// One SMTP session that is asked of an ``EndpointProbing``.
package struct ProbeRequest: Hashable, Sendable {
    /// Where to go.
    package var endpoint: Endpoint

    /// The host's name, for SNI and for judging the certificate (RFC 7817, RFC 7672 section 8.1).
    package var hostName: DomainName?

    /// Other names that the certificate may carry, such as the domain itself (RFC 7672 section 3.2.3).
    package var otherNames: [DomainName]

    /// What the session is to find out.
    package var plan: SessionPlan

    /// Secure TLSA records to judge the certificate by; empty for none.
    package var tlsaRecords: [TLSARecord]

    /// The deadlines.
    package var limits: ProbeLimits

    /// The address to connect from; `nil` for the system's choice.
    package var sourceAddress: IPAddress?

    /// The user in whose name to connect, for firewalls that go by that; `nil` for the one who runs this program.
    package var user: SystemUser?

    /// Creates a request.
    package init(
        endpoint: Endpoint,
        hostName: DomainName?,
        otherNames: [DomainName] = [],
        plan: SessionPlan,
        tlsaRecords: [TLSARecord] = [],
        limits: ProbeLimits = ProbeLimits(),
        sourceAddress: IPAddress? = nil,
        user: SystemUser? = nil
    ) {
        self.endpoint = endpoint
        self.hostName = hostName
        self.otherNames = otherNames
        self.plan = plan
        self.tlsaRecords = tlsaRecords
        self.limits = limits
        self.sourceAddress = sourceAddress
        self.user = user
    }
}
