import ProbeModel
import Testing

@testable import Rendering

/// A report whose output is kept as a golden.
struct Situation: Sendable, CustomTestStringConvertible {
    let name: String
    let report: DiagnosisReport
    var displayNames: DisplayNames = [:]

    /// The lines that are never broken, without the spaces before them.
    var linesToCopy: Set<Substring> {
        let items = report.domains.flatMap(\.recommendations)
        let entries = items.flatMap { item in
            [item.result, item.alternative].compactMap(\.self).map { result in
                item.pattern.map { "\($0)  \(result)" } ?? result
            }
        }
        let lines = (entries + items.flatMap(\.snippets).flatMap(\.lines))
        return Set(lines.map { $0.drop { $0 == " " } })
    }

    var testDescription: String { name }
}
