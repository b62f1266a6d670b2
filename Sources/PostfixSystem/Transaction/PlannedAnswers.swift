import ProbeModel
import TransportMap

/// What a table has to answer about the patterns that a plan changes.
struct PlannedAnswers: Hashable, Sendable {
    /// The patterns, one a line, as `postmap -q -` reads them.
    let keys: [UInt8]

    /// The lines that it has to print: pattern, tab and result of each that has one.
    let lines: [UInt8]

    /// Looks up in the new text what each changed pattern is to say; removed ones say nothing.
    init(of plan: EditPlan, dialect: MapDialect) {
        var keys: [UInt8] = []
        var lines: [UInt8] = []
        let map = TransportMap(plan.bytes, dialect: dialect)
        for case let outcome in plan.outcomes where outcome.disposition == .edited {
            guard let pattern = outcome.pattern else { continue }
            keys += pattern + [10]
            if let entry = map?.entry(for: pattern) {
                lines += pattern + [9] + entry.result + [10]
            }
        }
        self.keys = keys
        self.lines = lines
    }

    /// The first line that differs, in words.
    func difference(from output: [UInt8]) -> String {
        let wanted = lines.split(separator: 10)
        let found = output.split(separator: 10)
        let index =
            zip(wanted, found).enumerated().first { $1.0 != $1.1 }?.offset
            ?? min(wanted.count, found.count)
        let texts = [found, wanted].map { lines in
            index < lines.count ? SafeText.escape(lines[index].prefix(200)) : "nothing"
        }
        return "it says \(texts[0]) instead of \(texts[1])"
    }
}
