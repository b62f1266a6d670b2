import ProbeModel

/// The addresses that a letter asks port 25 to be opened for.
struct LetterSenders: Hashable, Sendable {
    /// One address a line.
    let lines: [String]

    /// The first, for the subject.
    let short: String

    /// Takes those of the families in trouble; private ones are shown as what stands behind the line's own address.
    init(_ reports: [EgressReport], _ context: AdviceContext) {
        let families = Set(reports.map(\.family))
        let addresses = context.ownAddresses.filter { families.contains($0.family) }.sorted()
        let outside = addresses.filter { !OwnAddress.isPrivate($0) }
        let inside = addresses.filter { OwnAddress.isPrivate($0) }
        var lines = outside.map(\.description)
        let covered = Set(outside.map(\.family))
        for family in AddressFamily.allCases
        where families.contains(family) && !covered.contains(family) {
            let behind = inside.filter { $0.family == family }.map(\.description)
            lines.append(
                "the \(family.label) address of our line"
                    + (behind.isEmpty ? "" : " (behind it: \(behind.asList))")
            )
        }
        self.lines = lines
        short = outside.first?.description ?? "our line"
    }
}
