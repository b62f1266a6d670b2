import TransportMap

/// What must hold for lookups in a table.
enum LookupProperties {
    /// The longest subject looked up, in bytes; no address is longer (RFC 5321 section 4.5.3.1).
    private static let maximumLength = 320

    /// The first property that a lookup breaks, or `nil`.
    static func violation(of input: MapInput, _ map: TransportMap) -> String? {
        guard let pattern = input.pattern, pattern.bytes.count <= maximumLength else { return nil }
        let settings = LookupSettings(
            recipientDelimiters: input.choice & 2 == 0 ? "" : "+-",
            parentDomainsMatchSubdomains: input.choice & 4 == 0,
            hostname: "mail.domain1.test"
        )
        let text = pattern.description
        for subject in [LookupSubject.address(text), .domain(text)] {
            let keys = LookupKey.keys(for: subject, settings: settings)
            guard keys.allSatisfy({ MapProperties.isPrintable($0.text) }) else {
                return "a key is not safe to print"
            }
            let outcome = TransportSearch.run(
                for: subject,
                in: [LookupTable(name: "hash:table", map: map)],
                settings: settings
            )
            let first = keys.first { map.entry(for: $0.bytes) != nil }
            switch outcome {
            case .found(let match):
                let entry = map.entry(for: match.key.bytes)
                guard match.key == first, match.result.bytes == entry?.result,
                    match.line == entry?.lines.lowerBound
                else { return "another entry than the first is found" }
            case .notFound:
                guard first == nil else { return "an entry is not found" }
            case .failed: return "a table that was read cannot be asked"
            }
        }
        return nil
    }
}
