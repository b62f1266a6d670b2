internal import GRDB

extension DatabaseValueConvertible {
    /// The value of a column; throws where it is missing, which GRDB's own subscript would trap on.
    static func fromRow(_ row: Row, _ column: String) throws -> Self {
        guard let value = Self.fromDatabaseValue(row[column] as DatabaseValue) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "unreadable \(column)")
        }
        return value
    }

    /// The value of a column that may be empty; a value of another type counts as empty.
    static func ifAny(_ row: Row, _ column: String) -> Self? {
        Self.fromDatabaseValue(row[column] as DatabaseValue)
    }
}
