package import ProbeModel

/// The text of `check`: the totals, and a line for each domain that is not as it should be.
package struct CheckSummary: Sendable {
    /// Whether nothing is printed when all is well.
    private let isQuiet: Bool

    /// Creates a renderer.
    package init(isQuiet: Bool = false) { self.isQuiet = isQuiet }

    /// The lines, each with its line break; empty where quiet is asked for and all is well.
    package func text(_ report: DiagnosisReport) -> String {
        if isQuiet && report.severity == .ok { return "" }
        let lines =
            ["\(report.severity.word): \(report.totals)"] + report.egressTrouble
            + report.troubled.map { "\($0.severity.word) \(CheckLine(diagnosis: $0).text)" }
        return lines.map { $0 + "\n" }.joined()
    }
}
