import ProbeModel
import Rendering
import Testing

/// A report whose output is kept as a golden.
struct Situation: Sendable, CustomTestStringConvertible {
    let name: String
    let report: DiagnosisReport
    var displayNames: DisplayNames = [:]

    var testDescription: String { name }
}
