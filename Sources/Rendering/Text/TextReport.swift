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
    ///
    /// This machine's port 25 is told with the domain where there is one, and before them where there are more.
    package func text(_ report: DiagnosisReport) -> String {
        let page = page()
        var blocks: [[StyledText]] = []
        if report.domains.count != 1 { blocks += EgressSection(report.egress, page).whole }
        let isAlone = report.domains.count == 1
        blocks += report.domains.map { lines($0, egress: report.egress, isAlone: isAlone) }
        blocks.append(TotalsSection(report: report, page: page).lines)
        return printed(blocks)
    }

    /// One domain; every line ends with a line break.
    package func text(_ diagnosis: DomainDiagnosis, egress: [EgressReport] = []) -> String {
        printed([lines(diagnosis, egress: egress, isAlone: true)])
    }

    private func page(labels: [String] = []) -> Page {
        Page(options: options, names: names, labels: labels)
    }

    /// The sections of one domain: the headline, then blocks with an empty line before each.
    private func lines(
        _ diagnosis: DomainDiagnosis,
        egress reports: [EgressReport],
        isAlone: Bool
    ) -> [StyledText] {
        let table = MXTable(observation: diagnosis.observation, egress: reports)
        let page = page(labels: table.labels)
        var blocks = [HeadlineSection(diagnosis: diagnosis, page: page).lines]
        blocks.append(
            table.lines(page)
                + TLSSection(observation: diagnosis.observation, page: page).lines
                + DNSSection(observation: diagnosis.observation, page: page).lines
                + RouteSection(route: diagnosis.route, page: page).lines
                + QueueSection(
                    queue: diagnosis.queue,
                    domain: diagnosis.observation.resolution.domain,
                    page: page
                ).lines
        )
        // What all domains share stands before them; where port 25 is open, a domain may still need the proof.
        let isOpen = reports.allSatisfy { $0.verdict == .open || $0.verdict == .unavailable }
        if isAlone || (isOpen && !options.isVerbose) {
            let egress = EgressSection(reports, for: diagnosis, page)
            blocks += [egress.path, egress.why]
        }
        if options.isVerbose {
            blocks.append(
                LookupsSection(observation: diagnosis.observation, page: page).lines
            )
            blocks.append(SessionsSection(observation: diagnosis.observation, page: page).lines)
        }
        let explained = ExplainedFindings(diagnosis, egress: reports)
        blocks.append(
            FindingsSection(diagnosis: diagnosis, explained: explained, page: page).lines
        )
        blocks.append(
            RecommendationsSection(
                diagnosis: diagnosis,
                isCauseTold: reports.contains { $0.verdict.isTrouble },
                page: page
            ).lines
        )
        return Array(blocks.filter { !$0.isEmpty }.joined(separator: [StyledText()]))
    }

    private func printed(_ blocks: [[StyledText]]) -> String {
        blocks.filter { !$0.isEmpty }
            .joined(separator: [StyledText()])
            .map { $0.trimmed.painted(color: options.color) + "\n" }
            .joined()
    }
}
