package import AlertPolicy
internal import GRDB
package import ProbeModel

extension StateStore {
    /// Reads the history, the oldest run first, one row at a time.
    ///
    /// - Parameters:
    ///   - filter: Which rows.
    ///   - body: Takes a row, and says whether the next one is wanted. It must not call the store.
    /// - Throws: Why there is no more to be read.
    package func history(
        _ filter: HistoryFilter,
        _ body: (HistoryRow) -> Bool
    ) throws(StateStoreError) {
        try read("read the history") { database in
            var subject: Int64?
            if let wanted = filter.subject {
                subject = try SubjectRow.find(wanted, in: database)
                if subject == nil { return }
            }
            let rows = try Row.fetchCursor(
                database,
                sql: Self.historyQuery(filter, ofOneSubject: subject != nil),
                arguments: [filter.since] + (subject.map { [$0] } ?? [])
            )
            while let row = try rows.next() {
                guard let line = try HistoryRow(row: row) else { continue }
                if !body(line) { return }
            }
        }
    }

    /// The rows lie in the order that is asked for, and the verdict before is found by an index, so that nothing
    /// is sorted or collected.
    static func historyQuery(_ filter: HistoryFilter, ofOneSubject: Bool) -> String {
        let subject = ofOneSubject ? "AND now.subject = ?2" : ""
        let transitions = filter.isLimitedToTransitions ? "AND previous IS NOT verdict" : ""
        return """
            SELECT key, id, time, verdict, severity, summary, facts, (
                SELECT before.verdict FROM observations AS before
                WHERE before.subject = now.subject AND before.run < now.run
                ORDER BY before.run DESC LIMIT 1
            ) AS previous
            FROM observations AS now CROSS JOIN runs USING (run) CROSS JOIN subjects USING (subject)
            WHERE now.run >= (SELECT min(run) FROM runs WHERE time >= ?1) AND time >= ?1 \(subject) \(transitions)
            ORDER BY now.run, now.subject
            """
    }

    /// What runs found of one family's egress lately, the newest first.
    ///
    /// Port 25 that works in some runs and fails in others is throttled; who judges that needs these.
    package func recentEgress(
        _ family: AddressFamily,
        since time: Int64,
        limit: Int
    ) throws(StateStoreError) -> [HistoryRow] {
        try read("read the history") { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT key, id, time, verdict, severity, summary, facts, NULL AS previous
                    FROM subjects JOIN observations AS now USING (subject) JOIN runs USING (run)
                    WHERE key = ? AND time >= ? ORDER BY now.run DESC LIMIT ?
                    """,
                arguments: [Subject.egress(family).key, time, limit]
            ).compactMap(HistoryRow.init(row:))
        }
    }

    /// Reads the events since a time in the order in which they happened, one at a time.
    ///
    /// - Parameters:
    ///   - time: The earliest time, in seconds since 1970 (UTC).
    ///   - body: Takes an event, and says whether the next one is wanted. It must not call the store.
    /// - Throws: Why there is no more to be read.
    package func events(
        since time: Int64,
        _ body: (AlertEvent) -> Bool
    ) throws(StateStoreError) {
        try read("read the events") { database in
            let bodies = try String.fetchCursor(
                database,
                sql: "SELECT body FROM events WHERE time >= ? ORDER BY number",
                arguments: [time]
            )
            while let text = try bodies.next() {
                guard let event = try? JSONText.read(text, as: AlertEvent.self) else { continue }
                if !body(event) { return }
            }
        }
    }
}
