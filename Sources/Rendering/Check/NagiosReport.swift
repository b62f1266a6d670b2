package import ProbeModel

/// The output of a Nagios plugin (developer guidelines): one line with performance data, then long output.
package struct NagiosReport: Sendable {
    /// The longest output, in bytes: Nagios reads so much in one piece (`MAX_PLUGIN_OUTPUT_LENGTH` of Nagios 3, the smallest in use).
    private static let maximumSize = 4096
    /// The longest first line without performance data, in bytes; pagers show no more of it.
    private static let headlineSize = 400

    /// Creates a renderer.
    package init() {}

    /// The lines, each with its line break.
    package func text(_ report: DiagnosisReport) -> String {
        let first = "\(headline(report))|\(performance(report))\n"
        let lines = (report.egressTrouble + report.troubled.map { line($0) }).map { plain($0) }
        var text = first
        for (index, line) in lines.enumerated() {
            let rest = "... and \(lines.count - index) more\n"
            guard text.utf8.count + line.utf8.count + 1 + rest.utf8.count <= Self.maximumSize
            else { return text + rest }
            text += line + "\n"
        }
        return text
    }

    private func line(_ diagnosis: DomainDiagnosis) -> String {
        "\(diagnosis.severity.word) - \(CheckLine(diagnosis: diagnosis).text)"
    }

    /// The state, the totals, and the worst domain.
    private func headline(_ report: DiagnosisReport) -> String {
        var text = "MXPROBE \(report.severity.word) - \(report.totals)"
        if let worst = report.troubled.first { text += "; " + CheckLine(diagnosis: worst).text }
        return BoundedText.cut(plain(text), bytes: Self.headlineSize)
    }

    /// Text without the sign that begins performance data.
    private func plain(_ text: String) -> String {
        let safe = SafeText.escape(text)
        return String(safe.map { $0 == "|" ? "/" : $0 })
    }

    /// Labels are unique in their first 19 characters and need no quotes within them.
    private func performance(_ report: DiagnosisReport) -> String {
        let total = report.domains.count
        var items = ["'domains'=\(total);;;0"]
        for severity in Severity.allCases {
            let count = report.domains.count { $0.severity == severity }
            items.append("'\(severity.rawValue)'=\(count);;;0;\(total)")
        }
        let queues = report.domains.compactMap(\.queue)
        if !queues.isEmpty {
            let waiting = queues.reduce(0) { sum, queue in
                let (total, overflow) = sum.addingReportingOverflow(max(0, queue.messages))
                return overflow ? Int.max : total
            }
            items.append("'queued messages'=\(waiting);;;0")
        }
        items.append("'time'=\(report.run.duration.secondsText)s;;;0")
        return items.joined(separator: " ")
    }
}
