import ProbeModel

/// The findings, equal ones told once for all their subjects.
struct FindingsSection: Sendable {
    let diagnosis: DomainDiagnosis
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
        var mark: Mark { Mark(finding.severity) }
    }

    private var groups: [Group] {
        var groups: [Group] = []
        for finding in diagnosis.findings {
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
        return severity + page.text(": \(subject(group))\(group.finding.message)") + id
    }

    /// The subjects, unless the message or the headline names the only one already.
    private func subject(_ group: Group) -> String {
        if let only = group.subjects.first, group.subjects.count == 1,
            group.finding.message.contains(only)
                || only == diagnosis.observation.resolution.domain.ascii
        {
            return ""
        }
        return page.enumeration(group.subjects) + ": "
    }

    /// The severity of a finding as a word; a finding that is fine is a note.
    private static func word(_ severity: Severity) -> String {
        severity == .ok ? "note" : severity.rawValue
    }
}
