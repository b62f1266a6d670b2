extension DomainName {
    /// The labels under which registries of countries give names to others, as in `domain1.co.uk`.
    ///
    /// The usual ones; the whole list (publicsuffix.org) has ten thousand rows and changes every week.
    private static let registryLabels: Set<Substring> = [
        "ac", "co", "com", "edu", "go", "gob", "gouv", "gov", "govt", "gv", "ltd", "mil", "ne",
        "net", "nom", "or", "org", "plc", "sch",
    ]

    /// The last labels of a name, which stand for the organisation behind it: two, or three below a
    /// country's registry label.
    public var organization: ArraySlice<Substring> { Self.organization(labels) }

    private static func organization(_ labels: [Substring]) -> ArraySlice<Substring> {
        let last = labels.suffix(2)
        guard labels.count >= 3, let country = last.last, country.utf8.count == 2,
            let label = last.first, registryLabels.contains(label)
        else { return last }
        return labels.suffix(3)
    }

    /// Whether two names end in the same organisation's labels; a name that is a registry's own is nobody's.
    public func sharesOrganization(with other: DomainName) -> Bool {
        let labels = labels
        guard labels.count >= 2, Self.organization(labels) == other.organization else {
            return false
        }
        guard labels.count == 2, let country = labels.last, country.utf8.count == 2 else {
            return true
        }
        return !(labels.first.map(Self.registryLabels.contains) ?? false)
    }
}
