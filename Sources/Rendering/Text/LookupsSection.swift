import ProbeModel

/// Every DNS lookup of a domain, for `--verbose`.
struct LookupsSection: Sendable {
    let resolution: MXResolution
    let page: Page

    var lines: [StyledText] {
        let lookups =
            [resolution.mxLookup]
            + resolution.hosts.flatMap { host in
                host.addressLookups + [host.tlsaLookup].compactMap { $0 }
            }
        return lookups.enumerated().flatMap { index, lookup in
            page.paragraph(body(lookup), label: index == 0 ? "Asked" : "")
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
