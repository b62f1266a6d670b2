internal import GRDB

extension StateStore {
    /// How many rows one transaction removes: some milliseconds, so that nobody waits long.
    static let slice = 5_000

    /// How long what port 25 of an address said is kept at least, in seconds: a year.
    ///
    /// It is needed exactly where port 25 has been silent for long.
    static let sessionAge: Int64 = 365 * 86_400

    /// Removes what is older than it is to be kept, and gives the room back to the disk.
    ///
    /// Events that are still to be delivered stay, and so do diversions in force and the states of subjects that
    /// are looked after.
    ///
    /// - Parameters:
    ///   - cutoff: What is older goes, in seconds since 1970 (UTC).
    ///   - now: Now, in seconds since 1970 (UTC).
    ///   - transactions: The most transactions; what is left over goes next time.
    /// - Returns: Whether everything has gone that should.
    /// - Throws: Why the rest is still there.
    @discardableResult
    package func forget(
        before cutoff: Int64,
        now: Int64,
        transactions: Int = 200
    ) throws(StateStoreError) -> Bool {
        var left = transactions
        for step in Self.retention {
            let time = step.isForSessions ? min(cutoff, now - Self.sessionAge) : cutoff
            var removed = Self.slice
            while removed == Self.slice {
                guard left > 0 else { return false }
                left -= 1
                removed = try write("remove what is old") { database in
                    try database.execute(sql: step.statement, arguments: [time, Self.slice])
                    return database.changesCount
                }
            }
        }
        try giveBack()
        return true
    }

    /// One kind of rows to remove: those before `?1`, at most `?2` at a time.
    private struct Retention {
        let statement: String
        var isForSessions = false
    }

    /// In this order no row goes while another refers to it.
    private static let retention = [
        Retention(
            statement: """
                DELETE FROM observations WHERE (run, subject) IN (
                    SELECT run, subject FROM runs CROSS JOIN observations USING (run)
                    WHERE time < ?1 LIMIT ?2)
                """
        ),
        Retention(
            statement: """
                DELETE FROM runs WHERE run IN (SELECT run FROM runs WHERE time < ?1
                AND NOT EXISTS (SELECT * FROM observations AS o WHERE o.run = runs.run) LIMIT ?2)
                """
        ),
        Retention(
            statement: """
                DELETE FROM subject_states WHERE subject IN (
                    SELECT subject FROM subject_states AS s WHERE time < ?1
                    AND NOT EXISTS (SELECT * FROM observations AS o WHERE o.subject = s.subject)
                    LIMIT ?2)
                """
        ),
        Retention(
            statement: """
                DELETE FROM subjects WHERE subject IN (SELECT subject FROM subjects AS s
                WHERE ?1 = ?1
                AND NOT EXISTS (SELECT * FROM subject_states AS x WHERE x.subject = s.subject)
                AND NOT EXISTS (SELECT * FROM observations AS x WHERE x.subject = s.subject) LIMIT ?2)
                """
        ),
        Retention(
            statement: """
                DELETE FROM outbox WHERE (event, webhook) IN (SELECT event, webhook FROM outbox
                WHERE state <> 'pending' AND settled < ?1 LIMIT ?2)
                """
        ),
        Retention(
            statement: """
                DELETE FROM events WHERE number IN (SELECT number FROM events WHERE time < ?1
                AND NOT EXISTS (SELECT * FROM outbox WHERE event = number) LIMIT ?2)
                """
        ),
        Retention(
            statement: """
                DELETE FROM diversions WHERE number IN (SELECT number FROM diversions AS d
                WHERE time < ?1 AND (kind = 'failed' OR number < (
                    SELECT max(number) FROM diversions AS other WHERE other.kind <> 'failed'
                    AND other.map = d.map AND other.pattern = d.pattern)
                OR kind = 'restored') LIMIT ?2)
                """
        ),
        Retention(
            statement: """
                DELETE FROM sessions WHERE address IN (
                    SELECT address FROM sessions WHERE seen < ?1 LIMIT ?2)
                """,
            isForSessions: true
        ),
    ]

    /// Gives free pages back in small pieces; a few stay for what comes next.
    private func giveBack() throws(StateStoreError) {
        let pages = 1_000
        for _ in 0..<1_000 {
            let free = try write("give room back") { database in
                let free = try Int.fetchOne(database, sql: "PRAGMA freelist_count") ?? 0
                // It frees pages only as its rows are fetched.
                if free > 0 {
                    _ = try Row.fetchAll(database, sql: "PRAGMA incremental_vacuum(\(pages))")
                }
                return free
            }
            if free <= pages { return }
        }
    }
}
