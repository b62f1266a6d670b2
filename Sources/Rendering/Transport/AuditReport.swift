package import PostfixModel
package import ProbeModel

/// What `transport audit` prints: each finding with its place and its cure, the worst first.
package struct AuditReport: Sendable {
    /// The name and major version of the JSON format.
    package static let schema = "mxprobe.transport-audit/1"

    /// The directory of main.cf.
    package var configuration: String

    /// Which Postfix of this machine it is.
    package var instance: String

    /// What Postfix's own programs warned about.
    package var warnings: [String]

    /// The findings, the worst first.
    package var findings: [AuditFinding]

    /// The mail that waits, by domain.
    package var waiting: [(domain: DomainName, queue: QueueSummary)]

    /// Creates a report.
    package init(
        configuration: String,
        instance: String,
        warnings: [String],
        findings: [AuditFinding],
        waiting: [(domain: DomainName, queue: QueueSummary)]
    ) {
        self.configuration = configuration
        self.instance = instance
        self.warnings = warnings
        self.findings = findings
        self.waiting = waiting.filter { $0.queue.messages > 0 }
    }

    /// The worst of the findings, and a warning where Postfix itself warned.
    package var severity: Severity {
        let worst = findings.map(\.severity).max() ?? .ok
        return warnings.isEmpty ? worst : max(worst, .warning)
    }

    /// The report as text; every line ends with a line break.
    package func text(options: TextOptions) -> String {
        let page = Page(options: options, names: [:])
        var blocks = [page.hanging(headline(page), after: StyledText(), indent: Page.margin)]
        blocks += told(page)
        blocks += warnings.map { warning in
            let body = page.text("Postfix warns: " + page.shortened(warning))
            return page.hanging(body, after: page.sign(.warning) + page.text(" "), indent: 2)
        }
        blocks += waiting.map { QueueSection(queue: $0.queue, domain: $0.domain, page: page).lines }
        return blocks.filter { !$0.isEmpty }
            .joined(separator: [StyledText()])
            .map { $0.trimmed.painted(color: options.color) + "\n" }
            .joined()
    }

    private func headline(_ page: Page) -> StyledText {
        let counted = findings.filter { $0.severity > .ok }.count + warnings.count
        let what =
            counted == 0
            ? "nothing is wrong"
            : counted == 1 ? "1 thing is not right" : "\(counted) things are not right"
        return page.text(configuration, .strong) + page.text(" (\(instance)): \(what)")
    }

    /// How many findings that are alike are shown one by one: enough to see what they have in common.
    package static let mostAlike = 5

    /// The findings; of those that are alike, and many, the first few and a count.
    private func told(_ page: Page) -> [[StyledText]] {
        guard !page.options.isVerbose else { return findings.map { lines($0, page) } }
        func kind(_ finding: AuditFinding) -> Kind { Kind(finding.id, finding.severity) }
        var counts: [Kind: Int] = [:]
        for finding in findings { counts[kind(finding), default: 0] += 1 }
        var shown: [Kind: Int] = [:]
        var blocks: [[StyledText]] = []
        for finding in findings where shown[kind(finding), default: 0] < Self.mostAlike {
            let kind = kind(finding)
            shown[kind, default: 0] += 1
            blocks.append(lines(finding, page))
            let rest = counts[kind, default: 0] - Self.mostAlike
            guard shown[kind] == Self.mostAlike, rest > 0 else { continue }
            let words = page.text("and \(rest) more like \(rest == 1 ? "it" : "these") ")
            let id = page.text("(\(finding.id.rawValue); --verbose tells all)", .faint)
            let mark = page.sign(Self.mark(finding)) + page.text(" ")
            blocks.append(page.hanging(words + id, after: mark, indent: Page.margin))
        }
        return blocks
    }

    /// What makes findings alike.
    private struct Kind: Hashable {
        let id: AuditFindingID
        let severity: Severity

        init(_ id: AuditFindingID, _ severity: Severity) {
            self.id = id
            self.severity = severity
        }
    }

    private static func mark(_ finding: AuditFinding) -> Mark {
        finding.severity == .ok ? Mark.neutral : Mark(finding.severity)
    }

    private func lines(_ finding: AuditFinding, _ page: Page) -> [StyledText] {
        let place = finding.place.map { place in
            place.file + (place.line.map { " line \($0)" } ?? "")
        }
        let head =
            page.text(finding.subject, .strong)
            + page.text(": " + page.shortened(finding.message) + " ")
            + page.text("(\(finding.id.rawValue))", .faint)
        let rest = [place.map { "in \($0)" }, "→ " + finding.cure].compactMap(\.self)
        return page.hanging(
            head,
            after: page.sign(Self.mark(finding)) + page.text(" "),
            indent: Page.margin
        )
            + rest.flatMap { text in
                page.hanging(page.text(text), after: .spaces(Page.margin), indent: Page.margin + 2)
            }
    }
}

extension AuditReport {
    /// The report for machines, as JSON text that ends with a line break.
    package var json: String {
        let document: JSONValue = [
            "schema": .text(Self.schema),
            "configuration_directory": .text(configuration),
            "instance": .text(instance),
            "severity": .name(severity),
            "exit_code": .number(severity.exitCode),
            "findings": .array(
                findings.map { finding in
                    [
                        "id": .name(finding.id),
                        "severity": .name(finding.severity),
                        "subject": .text(finding.subject),
                        "file": .text(finding.place?.file),
                        "line": .number(finding.place?.line),
                        "message": .text(finding.message),
                        "cure": .text(finding.cure),
                    ]
                }
            ),
            "postfix_warnings": .texts(warnings),
            "waiting": .array(
                waiting.map { item in
                    [
                        "domain": .text(item.domain.ascii),
                        "messages": .number(item.queue.messages),
                        "oldest_arrival": .time(item.queue.oldestArrival),
                    ]
                }
            ),
        ]
        return JSONWriter.text(document, layout: .pretty) + "\n"
    }
}
