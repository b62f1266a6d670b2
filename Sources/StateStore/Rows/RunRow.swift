internal import GRDB

/// A run's row.
enum RunRow {
    /// The number of a run, which is made where it is new.
    static func number(of run: StateRun, in database: Database) throws -> Int64 {
        try database.execute(
            sql:
                "INSERT INTO runs (id, time, version) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING",
            arguments: [run.id, run.time, run.version]
        )
        let number = try Int64.fetchOne(
            database,
            sql: "SELECT run FROM runs WHERE id = ?",
            arguments: [run.id]
        )
        guard let number else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
        return number
    }
}
