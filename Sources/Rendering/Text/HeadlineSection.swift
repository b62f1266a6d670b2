import ProbeModel

/// The first lines of a domain: its name, the verdict, and the answer in one sentence.
struct HeadlineSection: Sendable {
    /// The columns before the lines that continue a headline.
    private static let indent = 2

    let diagnosis: DomainDiagnosis
    let page: Page

    var lines: [StyledText] {
        let name = page.text(page.name(diagnosis.observation.resolution.domain), .strong)
        let verdict = page.text(
            diagnosis.verdict.rawValue.uppercased(),
            Mark(diagnosis.severity).style
        )
        let sentence = verdict + page.text(": " + page.shortened(diagnosis.summary))
        let named = LineWrapper(width: page.options.width).lines(name)
        guard let last = named.last else { return [] }
        return named.dropLast()
            + page.hanging(sentence, after: last + .spaces(2), indent: HeadlineSection.indent)
    }
}
