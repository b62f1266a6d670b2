/// The stable ids of findings; a released id never changes.
public enum FindingID: String, Hashable, Sendable, CaseIterable {
    /// An MX host's name is an alias (RFC 2181 section 10.3).
    case mxHostIsCNAME = "mx.host-is-cname"
    /// An MX record names an address instead of a host (RFC 5321 section 5.1).
    case mxHostIsLiteral = "mx.host-is-literal"
    /// An MX host's name cannot be a host name.
    case mxHostInvalid = "mx.host-invalid"
    /// An MX host's name does not exist.
    case mxHostDangling = "mx.host-dangling"
    /// An MX host exists and has no address.
    case mxHostNoAddress = "mx.host-no-address"
    /// An MX host's addresses could not be looked up.
    case mxHostLookupFailed = "mx.host-lookup-failed"
    /// An MX host's name leads in a circle.
    case mxHostLoops = "mx.host-loops"
    /// An MX host has a special-purpose address (RFC 6890).
    case mxSpecialPurpose = "mx.special-purpose-address"
    /// A null MX stands beside other MX records (RFC 7505 section 3).
    case mxNullNotAlone = "mx.null-not-alone"
    /// The domain itself is an alias.
    case domainIsCNAME = "mx.domain-is-cname"
    /// More MX hosts than are looked at.
    case mxTooMany = "mx.too-many-hosts"
    /// This machine is the best MX host of the domain: mail would loop.
    case mxSelfIsBest = "mx.self-is-best"
    /// The resolver strips DNSSEC signatures.
    case dnssecStripped = "dns.dnssec-stripped"
    /// DNSSEC validation failed.
    case dnssecBogus = "dns.dnssec-bogus"
    /// A TLSA lookup failed, so that DANE cannot be judged (RFC 7672 section 2.1.2).
    case tlsaLookupFailed = "dns.tlsa-lookup-failed"
    /// An endpoint of an MX host does not answer as it should.
    case endpointFails = "smtp.endpoint-fails"
    /// The greeting came late.
    case greetingSlow = "smtp.greeting-slow"
    /// EHLO was refused and HELO accepted: no TLS, no extensions.
    case ehloRefused = "smtp.ehlo-refused"
    /// The greeting or refusal speaks of rate or reputation.
    case reputation = "smtp.reputation"
    /// The greeting is masked with asterisks, as some firewalls do.
    case greetingMasked = "smtp.greeting-masked"
    /// The domain's mail is deferred for strangers (greylisting); healthy.
    case acceptanceDeferred = "smtp.acceptance-deferred"
    /// The domain's mail is refused.
    case acceptanceRefused = "smtp.acceptance-refused"
    /// STARTTLS is not offered.
    case startTLSMissing = "tls.starttls-missing"
    /// STARTTLS is offered under a mangled keyword.
    case startTLSMangled = "tls.starttls-mangled"
    /// STARTTLS was offered and then refused or failed.
    case startTLSFails = "tls.starttls-fails"
    /// The certificate cannot be verified; opportunistic TLS does not need it.
    case certificateUnverified = "tls.certificate-unverified"
    /// The certificate has ended.
    case certificateExpired = "tls.certificate-expired"
    /// The certificate ends soon.
    case certificateExpiring = "tls.certificate-expiring"
    /// The certificate does not match the TLSA records (RFC 7672).
    case daneMismatch = "tls.dane-mismatch"
    /// No TLSA record can be used with SMTP.
    case daneUnusable = "tls.dane-unusable"
    /// An old protocol version was negotiated (RFC 9325, RFC 8996).
    case tlsOldVersion = "tls.old-version"
    /// An address family that this machine does not have was not tried.
    case familyUnavailable = "net.family-unavailable"
    /// Nothing can be reached with one of the families.
    case familyFails = "net.family-fails"
    /// This machine's port 25 is blocked, intercepted or throttled in one of the families.
    case egressStopped = "net.egress-stopped"
    /// A nexthop without brackets has MX records, and they lead elsewhere than its own addresses (transport(5)).
    case routeNexthopHasMX = "route.nexthop-has-mx"
    /// Postfix here sends the domain's mail to hosts that are none of its MX hosts.
    case routeDiffersFromMX = "route.differs-from-mx"
    /// An endpoint of the route that Postfix would take does not answer as it should.
    case routeEndpointFails = "route.endpoint-fails"
    /// A nexthop is this machine: mail would loop.
    case routeLoops = "route.loops"
    /// Postfix here does not send the domain's mail by SMTP.
    case routeNotSMTP = "route.not-smtp"
    /// What Postfix here does with the domain's mail could not be told.
    case routeUnknown = "route.unknown"
    /// The transport entry of a diverted domain was changed by hand since.
    case routeChangedByHand = "route.changed-by-hand"
    /// Entries for single addresses of the domain keep their own route (transport(5)).
    case routeAddressEntries = "route.address-entries"
    /// The run was cut short.
    case interrupted = "run.interrupted"
}
