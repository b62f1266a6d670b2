internal import AlertPolicy
internal import GRDB

/// A subject's row: its key is stored once, however often it was looked at.
enum SubjectRow {
    /// The number of a subject, which is made where it is new.
    static func number(of subject: Subject, in database: Database) throws -> Int64 {
        if let number = try find(subject, in: database) { return number }
        try database.cachedStatement(sql: "INSERT INTO subjects (key) VALUES (?)")
            .execute(arguments: [subject.key])
        return database.lastInsertedRowID
    }

    /// The number of a subject, where it has one.
    static func find(_ subject: Subject, in database: Database) throws -> Int64? {
        try Int64.fetchOne(
            database.cachedStatement(sql: "SELECT subject FROM subjects WHERE key = ?"),
            arguments: [subject.key]
        )
    }
}
