import ProbeModel
import Rendering

/// How the answer of `plan`, `apply` and `revert` is written.
struct PlanAnswer {
    let format: TransportFormat
    let options: TextOptions

    /// Writes a plan to standard output, and below it, for people only, what became of it.
    ///
    /// - Parameters:
    ///   - report: The plan.
    ///   - applied: Whether it was carried out.
    ///   - lines: What became of it, a sentence each.
    /// - Throws: Where standard output takes nothing more.
    func write(_ report: PlanReport, applied: Bool, lines: [String] = []) throws {
        guard Console.print(text(report, applied: applied, lines: lines)) else {
            throw CommandFailure.inputOutput("cannot write to standard output")
        }
    }

    private func text(_ report: PlanReport, applied: Bool, lines: [String]) -> String {
        switch format {
        case .json: return report.json(applied: applied)
        case .text:
            let below = lines.map { SafeText.escape($0) + "\n" }.joined()
            return report.text(options: options) + (below.isEmpty ? "" : "\n" + below)
        }
    }
}
