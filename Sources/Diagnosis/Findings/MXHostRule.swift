import ProbeModel

/// Looks at each MX host's name and addresses (RFC 5321 section 5.1, RFC 2181 section 10.3).
enum MXHostRule {
    static func findings(_ observation: DomainObservation) -> [Finding] {
        let resolution = observation.resolution
        guard resolution.source == .mx || resolution.source == .implicit else { return [] }
        return resolution.hosts.flatMap { host in
            if let nameless = nameless(host) { return [nameless] }
            return alias(host, isImplicit: resolution.source == .implicit) + addresses(host)
        }
    }

    /// A record that names something other than a host.
    private static func nameless(_ host: MXHost) -> Finding? {
        guard host.name == nil else { return nil }
        let subject = host.exchange.description
        if IPAddress(subject) != nil {
            return Finding(
                .mxHostIsLiteral,
                .warning,
                subject: subject,
                message:
                    "the MX record names the address \(subject) instead of a host; mail servers "
                    + "ignore such a record: give the address a name"
            )
        }
        return Finding(
            .mxHostInvalid,
            .warning,
            subject: subject,
            message: "the MX record's name cannot be a host name"
        )
    }

    private static func alias(_ host: MXHost, isImplicit: Bool) -> [Finding] {
        guard !isImplicit, let target = host.canonicalName else { return [] }
        return [
            Finding(
                .mxHostIsCNAME,
                .warning,
                subject: host.exchange.description,
                message:
                    "the MX host is an alias (CNAME) of \(target), which RFC 2181 section 10.3 forbids "
                    + "and some mail servers refuse: name \(target) in the MX record"
            )
        ]
    }

    private static func addresses(_ host: MXHost) -> [Finding] {
        guard host.addresses.isEmpty, !host.addressLookups.isEmpty else { return [] }
        let subject = host.exchange.description
        let statuses = host.addressLookups.map(\.status)
        if statuses.contains(.nxdomain) {
            return [
                Finding(
                    .mxHostDangling,
                    .warning,
                    subject: subject,
                    message: "the MX host does not exist in DNS"
                )
            ]
        }
        if statuses.allSatisfy({ $0 == .noData }) {
            return [
                Finding(
                    .mxHostNoAddress,
                    .warning,
                    subject: subject,
                    message: "the MX host has neither an A nor an AAAA record"
                )
            ]
        }
        guard let failed = host.addressLookups.first(where: { !$0.status.isDefinite }),
            failed.status != .bogus
        else { return [] }
        let detail = failed.failure.map { ": \(SafeText.escape($0.message))" } ?? ""
        let id: FindingID = failed.status == .malformed ? .mxHostLoops : .mxHostLookupFailed
        return [
            Finding(
                id,
                .warning,
                subject: subject,
                message:
                    "the addresses of the MX host could not be looked up (\(failed.status.rawValue))"
                    + detail
            )
        ]
    }
}
