import AlertPolicy
import ProbeModel
import Rendering
import StateStore

/// Writes the history as it is read, so that years of it fit into memory.
struct HistoryOutput {
    /// How many rows are aligned together; the columns of the next may be wider.
    private static let together = 500

    private let format: HistoryCommand.Format
    private var rows: [HistoryRow] = []
    private var isFirst = true
    private var isWritten = true

    /// Creates the output of one answer.
    init(format: HistoryCommand.Format) { self.format = format }

    /// Takes a row; false when nobody reads any more.
    mutating func add(_ row: HistoryRow) -> Bool {
        rows.append(row)
        if rows.count == Self.together { write() }
        return isWritten
    }

    /// Writes what is left; false when it could not be written.
    mutating func finish() -> Bool {
        write()
        switch format {
        case .json: print(isFirst ? "[]\n" : "\n]\n")
        case .text: if isFirst { print("nothing changed in that time\n") }
        case .ndjson: break
        }
        return isWritten
    }

    private mutating func write() {
        guard !rows.isEmpty, isWritten else { return }
        switch format {
        case .text: print(AlignedTable.lines(rows.map(Self.cells)).map { $0 + "\n" }.joined())
        case .ndjson: print(rows.map { Self.text($0) + "\n" }.joined())
        case .json:
            let items = rows.map { "  " + Self.text($0) }.joined(separator: ",\n")
            print((isFirst ? "[\n" : ",\n") + items)
        }
        isFirst = false
        rows = []
    }

    private mutating func print(_ text: String) {
        if isWritten { isWritten = Console.print(text) }
    }

    private static func cells(_ row: HistoryRow) -> [String] {
        let change =
            row.previousVerdict == row.verdict.verdict
            ? row.verdict.verdict
            : [row.previousVerdict, row.verdict.verdict].compactMap(\.self)
                .joined(separator: " -> ")
        let name = row.subject.key.split(separator: ":", maxSplits: 1)
        let subject = name.first == "domain" ? String(name.last ?? "") : row.subject.key
        return [
            Timestamp.text(row.time), row.verdict.severity.rawValue.uppercased(), subject, change,
            row.verdict.summary,
        ]
    }

    private static func text(_ row: HistoryRow) -> String {
        func text(_ text: String?) -> JSONValue {
            text.map { .string(SafeText.escape($0)) } ?? .null
        }
        let facts = row.verdict.facts.sorted { $0.key < $1.key }
            .map { JSONValue.Member(key: SafeText.escape($0.key), value: text($0.value)) }
        return JSONWriter.text(
            [
                "time": .string(Timestamp.text(row.time)),
                "subject": text(row.subject.key),
                "verdict": text(row.verdict.verdict),
                "previous_verdict": text(row.previousVerdict),
                "severity": .string(row.verdict.severity.rawValue),
                "summary": text(row.verdict.summary),
                "facts": .object(facts),
                "run_id": text(row.runID),
            ],
            layout: .compact
        )
    }
}
