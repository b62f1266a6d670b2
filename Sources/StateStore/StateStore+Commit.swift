internal import AlertPolicy
internal import GRDB
internal import ProbeModel

extension StateStore {
    /// Remembers a run: verdicts, states, events, what is to be delivered, and changes of maps, in one transaction.
    ///
    /// Committed again, it changes nothing: an event is queued once, whatever became of it since. A large run may
    /// come in several commits under one id. An older run never overwrites what a newer one has written.
    ///
    /// - Parameters:
    ///   - commit: What does not belong to one subject.
    ///   - subjects: The subjects, taken one by one, so that they need not be in memory together.
    /// - Throws: Why nothing of it is remembered.
    package func commit(
        _ commit: RunCommit,
        subjects: some Sequence<SubjectChange>
    ) throws(StateStoreError) {
        try write("remember this run") { database in
            let run = try RunRow.number(of: commit.run, in: database)
            for change in subjects {
                try Self.write(change, run, at: commit.run.time, in: database)
            }
            for subject in commit.forgotten {
                try Self.forget(subject, before: run, in: database)
            }
            for state in commit.diversionStates {
                try Self.write(state, run, at: commit.run.time, in: database)
            }
            for queued in commit.events {
                try Self.queue(queued, in: database)
            }
            for change in commit.diversions {
                try Self.write(change, in: database)
            }
            for session in commit.sessions {
                try Self.write(session, in: database)
            }
        }
    }

    private static func write(
        _ change: SubjectChange,
        _ run: Int64,
        at time: Int64,
        in database: Database
    ) throws {
        let subject = try SubjectRow.number(of: change.subject, in: database)
        if let verdict = change.verdict {
            try database.cachedStatement(
                sql: """
                    INSERT INTO observations (run, subject, verdict, severity, summary, facts)
                    VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                    """
            ).execute(arguments: [
                run, subject, BoundedText.cut(verdict.verdict, to: RunVerdict.maximumVerdict),
                verdict.severity.rawValue,
                BoundedText.cut(verdict.summary, to: RunVerdict.maximumSummary),
                try verdict.factsText(),
            ])
        }
        guard let state = change.state else { return }
        try database.cachedStatement(
            sql: """
                INSERT INTO subject_states (subject, run, time, state) VALUES (?, ?, ?, ?)
                ON CONFLICT (subject) DO UPDATE
                SET run = excluded.run, time = excluded.time, state = excluded.state
                WHERE excluded.run >= subject_states.run
                """
        ).execute(arguments: [subject, run, time, try JSONText.of(state)])
    }

    private static func forget(_ subject: Subject, before run: Int64, in database: Database) throws
    {
        try database.execute(
            sql: """
                DELETE FROM subject_states
                WHERE run <= ? AND subject = (SELECT subject FROM subjects WHERE key = ?)
                """,
            arguments: [run, subject.key]
        )
    }

    private static func write(
        _ state: DiversionState,
        _ run: Int64,
        at time: Int64,
        in database: Database
    ) throws {
        try database.execute(
            sql: """
                INSERT INTO diversion_states (domain, run, time, state) VALUES (?, ?, ?, ?)
                ON CONFLICT (domain) DO UPDATE
                SET run = excluded.run, time = excluded.time, state = excluded.state
                WHERE excluded.run >= diversion_states.run
                """,
            arguments: [state.domain.ascii, run, time, try JSONText.of(state)]
        )
    }

    /// Writes an event with a row for each webhook; one that is there already is left as it is.
    private static func queue(_ queued: QueuedEvent, in database: Database) throws {
        let event = queued.event
        try database.execute(
            sql: """
                INSERT INTO events (id, kind, subject, time, run_id, body) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO NOTHING
                """,
            arguments: [
                event.id, event.kind.rawValue, event.subject?.key, event.time, event.runID,
                try JSONText.of(event),
            ]
        )
        guard database.changesCount > 0 else { return }
        let number = database.lastInsertedRowID
        for webhook in queued.webhooks {
            try database.execute(
                sql: """
                    INSERT INTO outbox (event, webhook, state, attempts, next_attempt, created, settled)
                    SELECT ?1, ?2, iif(is_off, 'disabled', 'pending'), 0, ?3, ?3, iif(is_off, ?3, NULL)
                    FROM (SELECT EXISTS (SELECT * FROM webhooks WHERE name = ?2) AS is_off)
                    WHERE true ON CONFLICT DO NOTHING
                    """,
                arguments: [number, webhook, event.time]
            )
        }
    }

    private static func write(_ change: DiversionChange, in database: Database) throws {
        try database.execute(
            sql: """
                INSERT INTO diversions (kind, map, pattern, old_result, new_result, time, run_id)
                VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                """,
            arguments: [
                change.kind.rawValue, change.map, change.pattern, change.oldResult,
                change.newResult, change.time, change.runID,
            ]
        )
    }

    private static func write(_ session: EarlierSession, in database: Database) throws {
        let names = Array(session.certificateNames.prefix(EarlierSession.maximumNames))
        try database.cachedStatement(
            sql: """
                INSERT INTO sessions (address, greeting_name, certificate_names, seen) VALUES (?, ?, ?, ?)
                ON CONFLICT (address) DO UPDATE SET greeting_name = excluded.greeting_name,
                certificate_names = excluded.certificate_names, seen = excluded.seen
                WHERE excluded.seen >= sessions.seen
                """
        ).execute(arguments: [
            session.address.description, session.greetingName?.ascii, try JSONText.of(names),
            session.seen,
        ])
    }
}
