import ArgumentParser
import ProbeModel
import Rendering

/// How the result of a health check is written.
enum CheckFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
    case ndjson
    case nagios
    case prometheus

    /// The result as text.
    ///
    /// - Parameters:
    ///   - report: What was found.
    ///   - display: The forms of names for reading.
    ///   - isQuiet: Whether nothing is said of what is well.
    ///   - endedAt: When the run ended, in seconds since 1970 (UTC).
    /// - Returns: The text, empty where there is nothing to say.
    func text(
        _ report: DiagnosisReport,
        display: DisplayNames,
        isQuiet: Bool,
        endedAt: Int64
    ) -> String {
        if isQuiet, report.severity == .ok { return "" }
        switch self {
        case .text: return CheckSummary(isQuiet: isQuiet).text(report)
        case .json: return JSONReport(displayNames: display).text(report)
        case .ndjson:
            let lines = NDJSONReport(runID: report.run.id, displayNames: display)
            return report.domains.filter { !isQuiet || $0.severity != .ok }
                .map { lines.line($0) }.joined()
        case .nagios: return NagiosReport().text(report)
        case .prometheus: return PrometheusReport().text(report, endedAt: endedAt)
        }
    }
}
