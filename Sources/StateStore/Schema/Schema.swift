internal import GRDB

/// The tables, and how they came to be.
///
/// A migration that was released is never edited; what follows is a migration of its own, with the next number
/// as `user_version`.
enum Schema {
    /// What marks a database as mxprobe's (`PRAGMA application_id`): the letters `MXPR`.
    static let applicationID: Int32 = 0x4d58_5052

    /// The version that this program writes (`PRAGMA user_version`).
    static let version: Int32 = 1

    /// How an older database, or none, becomes one of this version.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { database in
            try database.execute(sql: SchemaVersion1.statements)
            try mark(database, version: 1)
        }
        return migrator
    }

    /// In the migration's own transaction, so that no file is ever half of one version.
    private static func mark(_ database: Database, version: Int32) throws {
        try database.execute(sql: "PRAGMA application_id = \(applicationID)")
        try database.execute(sql: "PRAGMA user_version = \(version)")
    }
}
