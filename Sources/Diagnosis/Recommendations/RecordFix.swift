import ProbeModel

/// The record that mends one finding about a domain's DNS.
enum RecordFix {
    /// What to do about a finding; `nil` for findings that no record mends.
    static func fix(_ finding: Finding, _ advice: AdviceCase) -> Recommendation? {
        let hosts = advice.observation.resolution.hosts
        let host = hosts.first { $0.exchange.description == finding.subject }
        let mx = { (target: String) in
            record("\(advice.domain).  MX  \(host?.preference ?? 10)  \(target).")
        }
        let subject = finding.subject
        switch finding.id {
        case .mxHostIsCNAME:
            let target = host?.canonicalName?.description ?? "REAL-NAME"
            return advise(
                "name \(target) in the MX record instead of its alias \(subject)",
                [mx(target)]
            )
        case .mxHostIsLiteral:
            let name = "mail.\(advice.domain)"
            let type = IPAddress(subject)?.family == .ipv6 ? "AAAA" : "A"
            return advise(
                "give the address \(subject) a name and put that into the MX record",
                [record("\(name).  \(type)  \(subject)"), mx(name)]
            )
        case .mxHostInvalid:
            return advise(
                "put the name of a host into the MX record instead of \(subject)",
                [mx("mail.\(advice.domain)")]
            )
        case .mxHostDangling, .mxHostNoAddress:
            return advise(
                "give \(subject) the address of the mail server, or remove its MX record",
                [record("\(subject).  A     ADDRESS\n\(subject).  AAAA  ADDRESS")]
            )
        case .mxHostLoops:
            return advise("end the circle of CNAME records at \(subject) with an address", [])
        case .mxSpecialPurpose:
            return advise(
                "give \(subject) an address that the Internet can reach, or remove its MX record",
                [record("\(subject).  A     ADDRESS")]
            )
        case .mxNullNotAlone:
            return advise(
                "remove the record \"\(advice.domain). MX 0 .\", which must stand alone (RFC 7505)",
                []
            )
        case .dnssecBogus:
            return advise(
                "have the zone of \(subject) signed again, or its DS record removed from the parent zone",
                []
            )
        case .daneMismatch:
            // The subject goes on with the endpoint; the records are the host's, whatever its address.
            let name = subject.prefix { $0 != " " }
            return advise(
                "publish TLSA records that match the certificate of \(name), or remove those that do not",
                []
            )
        case .mxHostLookupFailed, .mxTooMany, .mxSelfIsBest, .domainIsCNAME, .dnssecStripped,
            .tlsaLookupFailed, .endpointFails, .greetingSlow, .ehloRefused, .reputation,
            .greetingMasked, .acceptanceDeferred, .acceptanceRefused, .startTLSMissing,
            .startTLSMangled, .startTLSFails, .certificateUnverified, .certificateExpired,
            .certificateExpiring, .daneUnusable, .tlsOldVersion, .familyUnavailable, .familyFails,
            .egressStopped, .routeNexthopHasMX, .routeDiffersFromMX, .routeEndpointFails,
            .routeLoops,
            .routeNotSMTP, .routeUnknown, .routeChangedByHand, .routeAddressEntries, .interrupted:
            return nil
        }
    }

    /// Lines for the zone.
    static func record(_ lines: String) -> Snippet { Snippet("in the zone", lines) }

    private static func advise(_ reason: String, _ snippets: [Snippet]) -> Recommendation {
        Recommendation(action: .fixDNS, reason: reason, snippets: snippets)
    }
}
