import ProbeModel

/// Judges what the lookup of the MX records alone decides; silent when there are hosts to look at.
enum DNSVerdict {
    static func judge(_ observation: DomainObservation) -> Judgement? {
        let lookup = observation.resolution.mxLookup
        switch observation.resolution.source {
        case .mx, .implicit: return nil
        case .null:
            return Judgement(.noMail, "the domain says that it takes no mail (null MX)")
        // A mail host that was asked about by its own name has no MX source.
        case .none: if !observation.resolution.hosts.isEmpty { return nil }
        }
        let detail = lookup.failure.map { ": \(SafeText.escape($0.message))" } ?? ""
        switch lookup.status {
        case .found, .noData:
            return Judgement(.misconfigured, "the domain has neither MX records nor an address")
        case .nxdomain:
            return Judgement(.misconfigured, "no such domain (NXDOMAIN)")
        case .bogus:
            return Judgement(.misconfigured, "the domain's DNSSEC signature does not hold" + detail)
        case .servfail:
            return Judgement(.dnsFailure, "the MX lookup failed (SERVFAIL)" + detail)
        case .refused:
            return Judgement(.dnsFailure, "the resolver refuses to answer (REFUSED)" + detail)
        case .timeout:
            return Judgement(.dnsFailure, "no resolver answered in time" + detail)
        case .noResolver:
            return Judgement(.dnsFailure, "no resolver can be asked" + detail)
        case .malformed:
            return Judgement(.dnsFailure, "the answer to the MX lookup is of no use" + detail)
        case .interrupted:
            return Judgement(.inconclusive, "the run ended before DNS had answered")
        }
    }
}
