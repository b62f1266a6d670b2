internal import AlertPolicy
internal import GRDB

extension HistoryRow {
    /// Reads a row; `nil` when its subject is of a kind that is not known.
    init?(row: Row) throws {
        guard let subject = Subject(key: try String.fromRow(row, "key")) else { return nil }
        self.init(
            subject: subject,
            runID: try String.fromRow(row, "id"),
            time: try Int64.fromRow(row, "time"),
            verdict: try RunVerdict(row: row),
            previousVerdict: String.ifAny(row, "previous")
        )
    }
}
