package import PostfixModel
package import ProbeModel
import TransportMap

/// What `transport plan`, `apply` and `revert` print: the verdicts, each domain's part of the plan, the diff, and
/// the commands that belong to it.
package struct PlanReport: Sendable {
    /// The plan.
    package var plan: TransportPlan

    /// The diagnoses that it rests on; empty for a plan to undo.
    package var diagnoses: [DomainDiagnosis]

    /// What else the change touches or depends on, one sentence each.
    package var warnings: [String]

    /// The commands that belong to the change, ready for a shell.
    package var commands: [String]

    /// Creates a report.
    package init(
        plan: TransportPlan,
        diagnoses: [DomainDiagnosis] = [],
        warnings: [String] = [],
        commands: [String] = []
    ) {
        self.plan = plan
        self.diagnoses = diagnoses
        self.warnings = warnings
        self.commands = commands
    }

    /// The report as text; every line ends with a line break.
    package func text(options: TextOptions, displayNames: DisplayNames = [:]) -> String {
        let page = Page(options: options, names: displayNames)
        var blocks = diagnoses.map { HeadlineSection(diagnosis: $0, page: page).lines }
        blocks.append(plan.items.flatMap { lines($0, page) })
        blocks += plan.tables.map { diff($0, page) }
        blocks.append(
            warnings.flatMap {
                page.hanging(
                    page.text($0),
                    after: page.sign(.warning) + page.text(" "),
                    indent: Page.margin
                )
            }
        )
        if !plan.isEmpty, !commands.isEmpty {
            blocks.append(
                [page.text("Commands that belong to it:")]
                    + commands.map { page.verbatim($0, indent: Page.margin) }
            )
        }
        if plan.isEmpty { blocks.append([page.text("There is nothing to change.")]) }
        return blocks.filter { !$0.isEmpty }
            .joined(separator: [StyledText()])
            .map { $0.trimmed.painted(color: options.color) + "\n" }
            .joined()
    }

    private func lines(_ item: TransportPlan.Item, _ page: Page) -> [StyledText] {
        let (mark, words, reasons): (Mark, String, [String]) =
            switch item.decision {
            case .changed(let reason): (.good, "the entry changes", [reason])
            case .unchanged(let reasons): (.neutral, "nothing to change", reasons)
            case .refused(let reasons): (.bad, "not changed", reasons)
            }
        let first = reasons.first.map { ": " + page.shortened($0) } ?? ""
        let head = page.text(item.subject, .strong) + page.text(": \(words)\(first)")
        return page.hanging(head, after: page.sign(mark) + page.text(" "), indent: Page.margin)
            + reasons.dropFirst().flatMap {
                page.hanging(
                    page.text(page.shortened($0)),
                    after: .spaces(Page.margin),
                    indent: Page.margin
                )
            }
    }

    private func diff(_ table: TransportPlan.TablePlan, _ page: Page) -> [StyledText] {
        let name = table.table.file ?? table.table.name
        var lines = UnifiedDiff(of: table.edit, oldName: name, newName: name).safeText
            .split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last == "" { lines.removeLast() }
        return lines.map { page.text(PlanReport.expandingTabs($0), PlanReport.style($0)) }
    }

    /// The line with spaces up to the next column that is a multiple of eight, as terminals show a tab.
    private static func expandingTabs(_ line: Substring) -> String {
        var parts = line.split(separator: "\t", omittingEmptySubsequences: false)[...]
        var text = String(parts.popFirst() ?? "")
        for part in parts {
            text += String(repeating: " ", count: 8 - DisplayWidth.of(text) % 8) + part
        }
        return text
    }

    private static func style(_ line: Substring) -> Style {
        if line.hasPrefix("+++") || line.hasPrefix("---") { return .strong }
        switch line.first {
        case "+": return .good
        case "-": return .bad
        case "@": return .faint
        default: return .plain
        }
    }
}
