import ProbeModel

/// What TLS is like at the endpoints that speak SMTP, equal facts told once.
struct TLSSection: Sendable {
    let observation: DomainObservation
    let page: Page

    var lines: [StyledText] {
        let entries = self.entries
        var facts: [String] = []
        for entry in entries where !facts.contains(entry.fact) { facts.append(entry.fact) }
        return facts.enumerated().flatMap { index, fact in
            let isAll = facts.count == 1 && entries.count == probes.count
            let subjects = isAll ? "" : ": " + self.subjects(of: fact, in: entries)
            return page.paragraph(page.text(fact + subjects), label: index == 0 ? "TLS" : "")
        }
    }

    /// One fact on one endpoint of one host.
    private struct Entry {
        let host: DNSName
        let endpoint: Endpoint
        let fact: String
    }

    /// The probes of the hosts that mail from here can go to, those of Postfix's route behind.
    private var probes: [(host: DNSName, probe: ProbeObservation)] {
        let own = observation.candidateHosts
        let known = Set(own.flatMap(\.addresses))
        let ofRoute = (observation.route?.nexthops ?? []).flatMap { hop in
            hop.hosts.flatMap { host in
                host.probes(among: hop.probes)
                    .filter { !known.contains($0.endpoint.address) }
                    .map { (host.exchange, $0) }
            }
        }
        return own.flatMap { host in
            host.probes(among: observation.allProbes).map { (host.exchange, $0) }
        } + ofRoute
    }

    private var entries: [Entry] {
        probes.compactMap { host, probe in
            TLSSection.fact(probe).map { Entry(host: host, endpoint: probe.endpoint, fact: $0) }
        }
    }

    /// The hosts that a fact holds for; where it holds for a part of one, its endpoints.
    private func subjects(of fact: String, in entries: [Entry]) -> String {
        var subjects: [String] = []
        for entry in entries where entry.fact == fact {
            let isWhole = entries.allSatisfy { $0.host != entry.host || $0.fact == fact }
            let subject = isWhole ? page.name(entry.host) : entry.endpoint.description
            if !subjects.contains(subject) { subjects.append(subject) }
        }
        return page.enumeration(subjects)
    }

    /// The fact in a few words; `nil` where TLS was not looked at.
    static func fact(_ probe: ProbeObservation) -> String? {
        guard probe.outcome == .ready else { return nil }
        if let tls = probe.tls { return "\(tls.version), \(judgement(tls))" }
        switch probe.startTLS {
        case .notOffered: return probe.endpoint.tlsMode == .starttls ? "no TLS offered" : nil
        case .refused: return "STARTTLS refused"
        case .failed: return "STARTTLS fails"
        case .notTried, .established: return nil
        }
    }

    private static func judgement(_ tls: TLSObservation) -> String {
        switch tls.dane {
        case .verified: return "DANE verified"
        case .mismatch: return "DANE mismatch"
        case .unusable, nil: break
        }
        return tls.verified ? "verified" : "not verified" + (tls.error.map { " (\($0))" } ?? "")
    }
}
