package import AlertPolicy
internal import GRDB
package import ProbeModel

extension StateStore {
    /// The states of some subjects; a subject that is new has none.
    package func states(
        of subjects: some Sequence<Subject>
    ) throws(StateStoreError) -> RememberedStates {
        try read("read the states") { database in
            let statement = try database.makeStatement(
                sql: """
                    SELECT key, state FROM subjects JOIN subject_states USING (subject) WHERE key = ?
                    """
            )
            var found = RememberedStates()
            for subject in subjects {
                if let row = try Row.fetchOne(statement, arguments: [subject.key]) {
                    try found.add(row)
                }
            }
            return found
        }
    }

    /// The states of all certificates.
    package func certificateStates() throws(StateStoreError) -> RememberedStates {
        try read("read the states") { database in
            var found = RememberedStates()
            // The key of every certificate begins with its kind and a colon, before which ';' does not come.
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT key, state FROM subjects JOIN subject_states USING (subject)
                    WHERE key >= 'certificate:' AND key < 'certificate;'
                    """
            )
            while let row = try rows.next() { try found.add(row) }
            return found
        }
    }

    /// The states of all subjects.
    package func allStates() throws(StateStoreError) -> RememberedStates {
        try read("read the states") { database in
            var found = RememberedStates()
            let rows = try Row.fetchCursor(
                database,
                sql: "SELECT key, state FROM subjects JOIN subject_states USING (subject)"
            )
            while let row = try rows.next() { try found.add(row) }
            return found
        }
    }

    /// What is remembered of the domains whose mail may be diverted; what cannot be read is left out.
    package func diversionStates() throws(StateStoreError) -> [DiversionState] {
        try read("read the diversions") { database in
            try String.fetchAll(database, sql: "SELECT state FROM diversion_states ORDER BY domain")
                .compactMap { try? JSONText.read($0, as: DiversionState.self) }
        }
    }

    /// The diversions in force: the last change of each entry that did not fail, where it diverted.
    package func diversionsInForce() throws(StateStoreError) -> [DiversionChange] {
        try read("read the diversions") { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM diversions AS change WHERE kind = 'diverted' AND number = (
                        SELECT max(number) FROM diversions AS other WHERE other.kind <> 'failed'
                        AND other.map = change.map AND other.pattern = change.pattern
                    ) ORDER BY map, pattern
                    """
            ).map(DiversionChange.init(row:))
        }
    }

    /// The changes of transport maps since a time, the oldest first.
    package func diversions(since time: Int64) throws(StateStoreError) -> [DiversionChange] {
        try read("read the diversions") { database in
            try Row.fetchAll(
                database,
                sql: "SELECT * FROM diversions WHERE time >= ? ORDER BY number",
                arguments: [time]
            ).map(DiversionChange.init(row:))
        }
    }

    /// What port 25 of some addresses last said; addresses that it is not known of are left out.
    package func earlierSessions(
        with addresses: some Sequence<IPAddress>
    ) throws(StateStoreError) -> [EarlierSession] {
        try read("read earlier sessions") { database in
            let statement = try database.makeStatement(
                sql: "SELECT * FROM sessions WHERE address = ?"
            )
            return try addresses.compactMap { address in
                try Row.fetchOne(statement, arguments: [address.description])
                    .map { try EarlierSession(address, row: $0) }
            }
        }
    }

    /// How the last pings of the heartbeat went; `nil` before the first.
    package func heartbeat() throws(StateStoreError) -> HeartbeatStatus? {
        try read("read the heartbeat") { database in
            try Row.fetchOne(database, sql: "SELECT * FROM heartbeat").map { row in
                HeartbeatStatus(
                    lastAttempt: try Int64.fromRow(row, "last_attempt"),
                    lastSuccess: Int64.ifAny(row, "last_success"),
                    lastError: String.ifAny(row, "last_error")
                )
            }
        }
    }

    /// Notes how a ping of the heartbeat went.
    ///
    /// - Parameters:
    ///   - error: Why it failed, redacted; `nil` when it was taken.
    ///   - time: When, in seconds since 1970 (UTC).
    /// - Throws: Why it is not remembered.
    package func recordHeartbeat(error: String?, at time: Int64) throws(StateStoreError) {
        try write("remember the heartbeat") { database in
            try database.execute(
                sql: """
                    INSERT INTO heartbeat (id, last_attempt, last_success, last_error)
                    VALUES (1, ?1, iif(?2 IS NULL, ?1, NULL), ?2)
                    ON CONFLICT (id) DO UPDATE SET last_attempt = excluded.last_attempt,
                    last_success = coalesce(excluded.last_success, last_success),
                    last_error = excluded.last_error
                    """,
                arguments: [time, error.map { BoundedText.cut($0, to: BoundedText.maximumError) }]
            )
        }
    }
}

extension RememberedStates {
    fileprivate mutating func add(_ row: Row) throws {
        let key = try String.fromRow(row, "key")
        let text = try String.fromRow(row, "state")
        if let subject = Subject(key: key),
            let state = try? JSONText.read(text, as: SubjectState.self), state.subject == subject
        {
            states[subject] = state
        } else {
            unreadable.append(key)
        }
    }
}
