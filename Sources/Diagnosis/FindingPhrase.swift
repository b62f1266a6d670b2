import ProbeModel

extension Finding {
    /// The finding in a few words, to end the sentence "mail can flow, but ...".
    var phrase: String {
        switch id {
        case .familyFails: return "no address answers over \(subject)"
        case .egressStopped: return "this machine's port 25 does not work over \(subject)"
        default: return id.phrase
        }
    }
}

extension FindingID {
    /// The finding in a few words, to end the sentence "mail can flow, but ...".
    var phrase: String {
        switch self {
        case .mxHostIsCNAME: return "an MX host is an alias"
        case .mxHostIsLiteral: return "an MX record names an address"
        case .mxHostInvalid: return "an MX record names no host"
        case .mxHostDangling: return "an MX host does not exist"
        case .mxHostNoAddress: return "an MX host has no address"
        case .mxHostLookupFailed: return "an MX host could not be looked up"
        case .mxHostLoops: return "an MX host's name leads in a circle"
        case .mxSpecialPurpose: return "an MX host has a reserved address"
        case .mxNullNotAlone: return "a null MX stands beside other MX records"
        case .domainIsCNAME: return "the domain is an alias"
        case .mxTooMany: return "not all MX hosts were looked at"
        case .mxSelfIsBest: return "this machine is the best MX host"
        case .dnssecStripped: return "the resolver strips DNSSEC signatures"
        case .dnssecBogus: return "a DNSSEC signature does not hold"
        case .tlsaLookupFailed: return "a TLSA lookup failed"
        case .endpointFails: return "a mail host does not answer everywhere"
        case .greetingSlow: return "a mail host greets late"
        case .ehloRefused: return "a mail host refuses EHLO"
        case .reputation: return "a mail host refuses us for rate or reputation"
        case .greetingMasked: return "a firewall masks the greeting"
        case .acceptanceDeferred: return "a mail host puts strangers off"
        case .acceptanceRefused: return "a mail host does not take the domain's mail"
        case .startTLSMissing: return "a mail host does not offer STARTTLS"
        case .startTLSMangled: return "a device on the way hides STARTTLS"
        case .startTLSFails: return "STARTTLS fails"
        case .certificateUnverified: return "a certificate does not verify"
        case .certificateExpired: return "a certificate has ended"
        case .certificateExpiring: return "a certificate ends soon"
        case .daneMismatch: return "a certificate does not match its TLSA records"
        case .daneUnusable: return "no TLSA record can be used"
        case .tlsOldVersion: return "a mail host negotiates an old TLS version"
        case .familyUnavailable: return "this machine lacks a family"
        case .familyFails: return "one address family does not work"
        case .egressStopped: return "this machine's port 25 does not work over one family"
        case .routeNexthopHasMX: return "the route's nexthop has MX records that lead elsewhere"
        case .routeDiffersFromMX: return "the route does not go to the MX hosts"
        case .routeEndpointFails: return "Postfix's route does not answer everywhere"
        case .routeLoops: return "a nexthop of Postfix's route is this machine"
        case .routeNotSMTP: return "Postfix does not send the mail by SMTP"
        case .routeUnknown: return "Postfix's route could not be told"
        case .routeChangedByHand: return "a diverted entry was changed by hand"
        case .routeAddressEntries: return "some addresses have a route of their own"
        case .interrupted: return "the run was cut short"
        }
    }
}
