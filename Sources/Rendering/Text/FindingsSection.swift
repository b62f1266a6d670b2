import ProbeModel

/// The findings, equal ones told once for all their subjects.
struct FindingsSection: Sendable {
    let diagnosis: DomainDiagnosis
    let explained: ExplainedFindings
    let page: Page

    var lines: [StyledText] {
        groups.enumerated().flatMap { index, group in
            page.paragraph(
                body(group),
                label: index == 0 ? "Found" : "",
                lead: page.sign(group.mark)
            )
        }
    }

    /// Findings that differ only in what they are about.
    private struct Group {
        let finding: Finding
        var subjects: [String]
        var mark: Mark { finding.severity == .ok ? .neutral : Mark(finding.severity) }
    }

    private var groups: [Group] {
        var groups: [Group] = []
        for finding in diagnosis.findings where !explained.contain(finding) {
            let same = groups.firstIndex {
                $0.finding.id == finding.id && $0.finding.severity == finding.severity
                    && $0.finding.message == finding.message
            }
            if let same {
                groups[same].subjects.append(finding.subject)
            } else {
                groups.append(Group(finding: finding, subjects: [finding.subject]))
            }
        }
        return groups
    }

    private func body(_ group: Group) -> StyledText {
        let severity = page.text(FindingsSection.word(group.finding.severity), group.mark.style)
        let id =
            page.options.isVerbose ? page.text(" [\(group.finding.id.rawValue)]", .faint) : .init()
        return severity + page.text(": " + sentence(group)) + id
    }

    /// The message with what it is about: before it for one subject, unless the message or the headline
    /// names it already, and after it for several.
    private func sentence(_ group: Group) -> String {
        let message = page.shortened(group.finding.message)
        guard group.subjects.count == 1, let subject = group.subjects.first else {
            return "\(message): \(page.enumeration(group.subjects))"
        }
        let domain = diagnosis.observation.resolution.domain.ascii
        let isNamed = subject == domain || message.contains(subject)
        return isNamed ? message : "\(subject): \(message)"
    }

    /// The severity of a finding as a word; a finding that is fine is a note.
    private static func word(_ severity: Severity) -> String {
        severity == .ok ? "note" : severity.rawValue
    }
}
