internal import GRDB

extension DiversionChange {
    /// Reads a row.
    init(row: Row) throws {
        guard let kind = Kind(rawValue: try String.fromRow(row, "kind")) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "unreadable kind")
        }
        self.init(
            kind,
            map: try String.fromRow(row, "map"),
            pattern: try String.fromRow(row, "pattern"),
            from: String.ifAny(row, "old_result"),
            to: String.ifAny(row, "new_result"),
            at: try Int64.fromRow(row, "time"),
            runID: try String.fromRow(row, "run_id")
        )
    }
}
