import ProbeModel

/// Every DNS lookup of a domain, for `--verbose`.
struct LookupsSection: Sendable {
    let observation: DomainObservation
    let page: Page

    var lines: [StyledText] {
        let ofRoute = (observation.route?.nexthops ?? []).compactMap(\.resolution)
        var asked: Set<Question> = []
        let lookups = ([observation.resolution] + ofRoute).flatMap(LookupsSection.lookups)
            .filter { asked.insert($0.question).inserted }
        return lookups.enumerated().flatMap { index, lookup in
            page.paragraph(body(lookup), label: index == 0 ? "Asked" : "")
        }
    }

    private static func lookups(_ resolution: MXResolution) -> [Lookup] {
        [resolution.mxLookup]
            + resolution.hosts.flatMap { host in
                host.addressLookups + [host.tlsaLookup].compactMap { $0 }
            }
    }

    private func body(_ lookup: Lookup) -> StyledText {
        let question = lookup.question
        var facts = [lookup.status.isDefinite ? lookup.status.words : lookup.failureWords]
        if lookup.status.isDefinite { facts.append("DNSSEC \(lookup.dnssec.rawValue)") }
        facts.append(lookup.duration.spokenText)
        if let alias = lookup.canonicalName { facts.append("alias of \(page.name(alias))") }
        let records = lookup.records.map { $0.presentation ?? "unreadable data" }
        let answer = records.isEmpty ? "" : ": " + page.shortened(records.joined(separator: ", "))
        return page.text("\(question.type.mnemonic) \(page.name(question.name))", .strong)
            + page.text(" \(facts.joined(separator: ", "))\(answer)")
    }
}
