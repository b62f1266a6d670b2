package import ProbeModel

/// The answer of `diagnose` for a person: per domain the verdict in one sentence, the picture, the proof and what to do.
///
/// Rules of the page: signs and colours say nothing that the words do not; nothing from outside is
/// printed raw; no line but one that is to be copied is wider than the page; a healthy domain takes
/// about five lines.
package struct TextReport: Sendable {
    private let options: TextOptions
    private let names: DisplayNames

    /// Creates a renderer.
    package init(options: TextOptions = TextOptions(), displayNames: DisplayNames = [:]) {
        self.options = options
        names = displayNames
    }

    /// The whole report; every line ends with a line break.
    package func text(_ report: DiagnosisReport) -> String {
        var blocks = [EgressSection(reports: report.egress, page: page()).lines]
        blocks += report.domains.map { lines($0) }
        blocks.append(TotalsSection(report: report, page: page()).lines)
        return printed(blocks)
    }

    /// One domain; every line ends with a line break.
    package func text(_ diagnosis: DomainDiagnosis) -> String { printed([lines(diagnosis)]) }

    private func page(labels: [String] = []) -> Page {
        Page(options: options, names: names, labels: labels)
    }

    /// The sections of one domain: the headline, then blocks with an empty line before each.
    private func lines(_ diagnosis: DomainDiagnosis) -> [StyledText] {
        let table = MXTable(observation: diagnosis.observation)
        let page = page(labels: table.labels)
        var blocks = [HeadlineSection(diagnosis: diagnosis, page: page).lines]
        blocks.append(
            table.lines(page)
                + TLSSection(observation: diagnosis.observation, page: page).lines
                + DNSSection(observation: diagnosis.observation, page: page).lines
                + RouteSection(route: diagnosis.route, page: page).lines
        )
        if options.isVerbose {
            blocks.append(
                LookupsSection(resolution: diagnosis.observation.resolution, page: page).lines
            )
            blocks.append(SessionsSection(observation: diagnosis.observation, page: page).lines)
        }
        blocks.append(FindingsSection(diagnosis: diagnosis, page: page).lines)
        blocks.append(RecommendationsSection(diagnosis: diagnosis, page: page).lines)
        return Array(blocks.filter { !$0.isEmpty }.joined(separator: [StyledText()]))
    }

    private func printed(_ blocks: [[StyledText]]) -> String {
        blocks.filter { !$0.isEmpty }
            .joined(separator: [StyledText()])
            .map { $0.trimmed.painted(color: options.color) + "\n" }
            .joined()
    }
}
