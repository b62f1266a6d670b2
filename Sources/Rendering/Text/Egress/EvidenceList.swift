import ProbeModel

/// The sentences that prove a verdict, none of them twice.
struct EvidenceList: Sendable {
    /// What a picture of the path shows better.
    private static let pictured: Set<EvidenceID> = [
        .traceStops, .traceResetNearer, .traceConnectNearer, .icmpSender,
    ]

    let reports: [EgressReport]

    /// The headline's sentence, which may hold a piece of evidence.
    let summary: String

    /// Whether a picture of the path is drawn.
    let isPictured: Bool

    let page: Page

    /// One text a piece of evidence, with the families that it holds for where those are not all.
    var items: [StyledText] {
        let facts = self.facts
        let rest = facts.filter { !isPictured || !EvidenceList.pictured.contains($0.evidence.id) }
        // A picture alone proves nothing.
        let told = page.options.isVerbose || rest.isEmpty ? facts : rest
        return told.map { fact in
            let families = fact.families.map(\.words).joined(separator: ", ")
            let prefix = fact.families.count == reports.count ? "" : "\(families): "
            let id = page.options.isVerbose ? " [\(fact.evidence.id.rawValue)]" : ""
            return page.text(prefix + page.shortened(fact.evidence.message) + likewise(fact))
                + page.text(id, .faint)
        }
    }

    /// A piece of evidence and the families that it holds for.
    private struct Fact {
        let evidence: Evidence
        let report: EgressReport
        var families: [AddressFamily]
        var alike: [AddressFamily] = []
    }

    private func likewise(_ fact: Fact) -> String {
        guard !fact.alike.isEmpty else { return "" }
        return " (\(fact.alike.map(\.words).joined(separator: ", ")) likewise)"
    }

    private var facts: [Fact] {
        var facts: [Fact] = []
        for report in reports {
            for evidence in report.evidence
            where page.options.isVerbose || !summary.contains(evidence.message) {
                if let same = facts.firstIndex(where: { $0.evidence == evidence }) {
                    facts[same].families.append(report.family)
                } else if let alike = facts.firstIndex(where: { isAlike($0, evidence, report) }) {
                    facts[alike].alike.append(report.family)
                } else {
                    facts.append(
                        Fact(evidence: evidence, report: report, families: [report.family])
                    )
                }
            }
        }
        return facts
    }

    /// Whether two families in agreement show the same, and only the numbers differ.
    private func isAlike(_ fact: Fact, _ evidence: Evidence, _ report: EgressReport) -> Bool {
        !page.options.isVerbose && fact.evidence.id == evidence.id
            && fact.report.verdict == report.verdict && fact.report.method == report.method
    }
}
