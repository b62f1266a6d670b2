package import ProbeModel

/// One domain a line, for `check --format ndjson`: the object that `diagnose` prints, and the run's id.
package struct NDJSONReport: Sendable {
    private let report: JSONReport
    private let runID: String

    /// Creates a renderer for the lines of one run.
    package init(runID: String, displayNames: DisplayNames = [:]) {
        report = JSONReport(displayNames: displayNames)
        self.runID = runID
    }

    /// The line of a domain, with its line break.
    package func line(_ diagnosis: DomainDiagnosis) -> String {
        guard case .object(let members) = report.domain(diagnosis) else { return "" }
        let whole = JSONValue.object(members + [.init(key: "run_id", value: .text(runID))])
        return JSONWriter.text(whole, layout: .compact) + "\n"
    }
}
