internal import GRDB
internal import Glibc
internal import ProbeModel

extension StateStore {
    /// What a store is opened for.
    package enum Access: Sendable {
        /// To read and to write; what is missing is made, and an older version brought up to date.
        case write
        /// To read what is there.
        case read
    }

    /// How long another program that holds the database is waited for, unless told otherwise.
    ///
    /// Transactions are short; a whole backup copy may take seconds.
    package static let usualPatience = Duration.seconds(5)

    /// The largest database whose every page is looked at on opening, in bytes: about a tenth of a second.
    ///
    /// In a larger one a malformed page is told when it is met.
    static let largestChecked = 16 << 20

    /// Opens the database; where it cannot be used, it is left as it is.
    ///
    /// - Parameters:
    ///   - location: Where it lies.
    ///   - access: What it is opened for.
    ///   - patience: How long another program that holds it is waited for.
    /// - Returns: The store, or why there is none.
    package static func open(
        _ location: StateLocation,
        access: Access = .write,
        patience: Duration = usualPatience
    ) -> Result<StateStore, StateStoreError> {
        guard let path = StatePath.absolute(location.path) else {
            return .failure(StateStoreError(.directory, "cannot tell the working directory"))
        }
        if let error = prepare(path, location, access) { return .failure(error) }
        do {
            let isJudged = try judgeUntouched(path, access, patience)
            let queue = try DatabaseQueue(
                path: path,
                configuration: configuration(access, patience)
            )
            if !isJudged { try judge(queue, path, access) }
            if access == .write { try bringUpToDate(queue, patience: patience) }
            return .success(StateStore(path: path, queue: queue))
        } catch {
            return .failure(StateStoreError(error, path: path, purpose: "open the state"))
        }
    }

    private static func prepare(
        _ path: String,
        _ location: StateLocation,
        _ access: Access
    ) -> StateStoreError? {
        if access == .write,
            let error = StateDirectory.make(for: path, atMost: location.madeDirectories)
        {
            return error
        }
        if let error = StateDirectory.judge(path) ?? StateDirectory.judgeFile(path) { return error }
        if access == .write { return StateDirectory.makeFile(path) ?? judgeWritable(path) }
        guard Glibc.access(path, F_OK) == 0 else {
            return StateStoreError(
                .missing,
                "there is no state yet at \(SafeText.escape(path)); mxprobe check makes it"
            )
        }
        return nil
    }

    /// SQLite opens what it may not write for reading, and would tell only when the first run is to be remembered.
    private static func judgeWritable(_ path: String) -> StateStoreError? {
        guard !StateStoreError.Kind.isWritable(path) else { return nil }
        return StateStoreError(
            .readOnly,
            "cannot write state database \(SafeText.escape(path)) or its directory;"
                + " check their owner, mode and file system"
        )
    }

    private static func configuration(_ access: Access, _ patience: Duration) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = access == .read
        configuration.busyMode = .timeout(patience / .seconds(1))
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { database in
            // Power may fail right after a commit. NORMAL would lose the last commits of the WAL then, and with
            // them an alert that nobody would ever be sent, or the mark of one that was.
            try database.execute(sql: "PRAGMA synchronous = FULL")
            // What a hostile file declares in its schema is not run.
            try database.execute(sql: "PRAGMA trusted_schema = OFF")
            try database.execute(sql: "PRAGMA cell_size_check = ON")
            // After one large run the journal shrinks again.
            _ = try Int64.fetchOne(database, sql: "PRAGMA journal_size_limit = 4194304")
        }
        return configuration
    }

    /// Looks at a database that is to be written on a connection that cannot write: closing one that can moves what an
    /// earlier run left in the write-ahead log into the database, also into one that is refused.
    ///
    /// - Returns: False where that is not possible, as with a rollback journal that has to be played back first.
    private static func judgeUntouched(
        _ path: String,
        _ access: Access,
        _ patience: Duration
    ) throws -> Bool {
        guard access == .write else { return false }
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration(.read, patience))
            try judge(queue, path, access)
            return true
        } catch let error as DatabaseError
            where ![.SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_BUSY].contains(error.resultCode)
        {
            return false
        }
    }

    /// Looks whose database this is, without writing anything.
    private static func judge(_ queue: DatabaseQueue, _ path: String, _ access: Access) throws {
        try queue.read { database in
            let version = try Int32.fetchOne(database, sql: "PRAGMA user_version") ?? 0
            let application = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
            // A run that was killed at once may have left the table of migrations, and nothing else.
            let isEmpty =
                try Int.fetchOne(
                    database,
                    sql: "SELECT count(*) FROM sqlite_schema WHERE tbl_name <> 'grdb_migrations'"
                ) == 0
            let name = SafeText.escape(path)
            guard application == Schema.applicationID || isEmpty && application == 0 else {
                throw StateStoreError(
                    .foreign,
                    "\(name) is a database of another program, and is left as it is;"
                        + " name another file for the state"
                )
            }
            guard version <= Schema.version, try !Schema.migrator.hasBeenSuperseded(database) else {
                throw StateStoreError(
                    .newer,
                    "state database \(name) was written by a newer version of mxprobe, and is left as it"
                        + " is; use that version, or name another file"
                )
            }
            guard access == .write || version == Schema.version else {
                throw StateStoreError(
                    .older,
                    "state database \(name) was written by an older version of mxprobe;"
                        + " mxprobe check brings it up to date"
                )
            }
            try check(database)
        }
    }

    /// Looks at every page where that is cheap.
    private static func check(_ database: Database) throws {
        let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
        let size = try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 0
        guard pages * size <= largestChecked else { return }
        // One complaint is enough to know.
        let result = try String.fetchOne(database, sql: "PRAGMA quick_check(1)") ?? "no answer"
        guard result == "ok" else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: result)
        }
    }

    private static func bringUpToDate(_ queue: DatabaseQueue, patience: Duration) throws {
        let isReady = try queue.read { database in
            try Schema.migrator.hasCompletedMigrations(database)
                && String.fetchOne(database, sql: "PRAGMA journal_mode") == "wal"
        }
        // The usual case, which waits for nobody.
        if isReady { return }
        try queue.writeWithoutTransaction { database in
            // Only takes hold before the first table: pages that retention frees go back to the disk.
            try database.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL")
        }
        do {
            try Schema.migrator.migrate(queue)
        } catch {
            // Another run may have been first.
            guard try queue.read(Schema.migrator.hasCompletedMigrations) else { throw error }
        }
        try useJournal(queue, until: ContinuousClock.now + patience)
    }

    /// Turns to a write-ahead log, with which readers and the writer do not wait for each other.
    ///
    /// Where the file system has no shared memory SQLite stays with its rollback journal, which is as safe.
    private static func useJournal(
        _ queue: DatabaseQueue,
        until end: ContinuousClock.Instant
    ) throws {
        while true {
            do {
                return try queue.writeWithoutTransaction { database in
                    _ = try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL")
                }
            } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
                // SQLite does not wait for this one itself.
                guard ContinuousClock.now < end else { throw error }
                usleep(10_000)
            }
        }
    }
}
