import ProbeModel

/// One line on where the list of MX hosts comes from, and what DNSSEC says of it.
struct DNSSection: Sendable {
    let observation: DomainObservation
    let page: Page

    var lines: [StyledText] {
        let parts = [source, judgement].compactMap { $0 }.joined(separator: "; ")
        return page.paragraph(page.text(page.shortened(parts)), label: "DNS")
    }

    private var resolution: MXResolution { observation.resolution }

    private var source: String {
        let lookup = resolution.mxLookup
        switch resolution.source {
        case .mx:
            let count = resolution.hosts.count + resolution.omittedHosts
            let omitted = resolution.omittedHosts
            return (count == 1 ? "1 MX record" : "\(count) MX records")
                + (omitted == 0 ? "" : ", \(omitted) of them not looked at")
        case .implicit: return "no MX record, so mail goes to the domain's own address"
        case .null: return "null MX: the domain takes no mail"
        // A mail host that was asked about by its own name has no MX lookup.
        case .none where lookup.question.type != .mx: return addresses(lookup)
        case .none:
            switch lookup.status {
            case .found: return "no usable MX record"
            case .noData: return "neither an MX record nor an address"
            case .nxdomain: return "there is no such domain"
            default: return "MX lookup failed: " + lookup.failureWords
            }
        }
    }

    private func addresses(_ lookup: Lookup) -> String {
        let count = resolution.hosts.flatMap(\.addresses).count
        if count > 0 { return count == 1 ? "1 address" : "\(count) addresses" }
        switch lookup.status {
        case .found, .noData: return "no address"
        case .nxdomain: return "there is no such host"
        default: return "address lookup failed: " + lookup.failureWords
        }
    }

    private var judgement: String? {
        switch resolution.mxLookup.dnssec {
        case .secure: return "DNSSEC secure"
        case .insecure: return "DNSSEC insecure (unsigned)"
        case .bogus: return resolution.mxLookup.status == .bogus ? nil : "DNSSEC bogus"
        case .indeterminate where observation.resolverStripsDNSSEC:
            return "DNSSEC cannot be judged: the resolver strips signatures"
        case .indeterminate:
            return resolution.mxLookup.status.isDefinite ? "DNSSEC not judged" : nil
        }
    }
}
