import GRDB

/// Everything that a database holds.
enum StateDump {
    /// Each row of each table as a line.
    static func lines(_ database: Database) throws -> [String] {
        let tables = try String.fetchAll(
            database,
            sql:
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'sqlite_sequence' ORDER BY name"
        )
        return try tables.flatMap { table in
            try Row.fetchAll(database, sql: "SELECT * FROM \"\(table)\"").map { "\(table) \($0)" }
                .sorted()
        }
    }
}
