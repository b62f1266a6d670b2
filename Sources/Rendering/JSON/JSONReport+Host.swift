import ProbeModel

extension JSONReport {
    /// One MX host with the probes that went to its addresses.
    func host(_ host: MXHost, probes: [ProbeObservation]) -> JSONValue {
        [
            "preference": .number(host.preference),
            "host": .text(host.exchange.description),
            "host_unicode": .text(names.unicode(host.exchange)),
            "is_self": .bool(host.isSelf),
            "is_behind_self": .bool(host.isBehindSelf),
            "canonical_name": .text(host.canonicalName?.description),
            "addresses": .array(host.addresses.map { .address($0) }),
            "lookups": .array(host.addressLookups.map { lookup($0) }),
            "tlsa": host.tlsaLookup.map { lookup($0) } ?? .null,
            "endpoints": .array(host.probes(among: probes).map { endpoint($0) }),
        ]
    }

    /// One DNS lookup.
    func lookup(_ lookup: Lookup) -> JSONValue {
        [
            "question": .text(lookup.question.name.ascii),
            "type": .text(lookup.question.type.mnemonic),
            "status": .name(lookup.status),
            "dnssec": .name(lookup.dnssec),
            "canonical_name": .text(lookup.canonicalName?.description),
            "records": .texts(lookup.records.compactMap(\.presentation)),
            "unreadable_records": .number(lookup.records.count { $0.presentation == nil }),
            "failure": lookup.failure.map { failure($0) } ?? .null,
            "duration_ms": .duration(lookup.duration),
        ]
    }

    private func failure(_ failure: LookupFailure) -> JSONValue {
        [
            "server": .text(failure.server),
            "message": .text(failure.message),
            "extended_error_code": .number(failure.extendedErrorCode),
        ]
    }
}
