internal import GRDB

extension StateStore {
    /// The furthest away that a next attempt may be, in seconds: a week, longer than any back-off.
    ///
    /// What is further away was written while the clock was wrong, and is due.
    static let longestWait: Int64 = 7 * 86_400

    /// The webhooks with an event that is due, by name.
    package func webhooksDue(at time: Int64) throws(StateStoreError) -> [String] {
        try read("read the outbox") { database in
            try String.fetchAll(
                database,
                sql: """
                    SELECT webhook FROM outbox AS first WHERE state = 'pending' AND event = (
                        SELECT min(event) FROM outbox AS other
                        WHERE other.webhook = first.webhook AND other.state = 'pending'
                    ) AND (next_attempt <= ?1 OR next_attempt > ?1 + ?2) ORDER BY webhook
                    """,
                arguments: [time, Self.longestWait]
            )
        }
    }

    /// The next event for a webhook: the oldest that is pending, if it may be tried now.
    ///
    /// Later ones wait behind it, so that they arrive in order. An event that cannot be read any more is given up.
    package func due(_ webhook: String, at time: Int64) throws(StateStoreError) -> OutboxEntry? {
        while true {
            let first = try read("read the outbox") { database in
                try Row.fetchOne(
                    database,
                    sql: OutboxEntry.selection + """
                         WHERE webhook = ? AND state = 'pending' ORDER BY event LIMIT 1
                        """,
                    arguments: [webhook]
                )
            }
            guard let first else { return nil }
            let purpose = "read the outbox"
            if let entry = try decode(purpose, { try OutboxEntry.read(first) }) {
                let wait = entry.nextAttempt - time
                return wait <= 0 || wait > Self.longestWait ? entry : nil
            }
            let id = try decode(purpose) { try String.fromRow(first, "id") }
            try record(.failed(error: "the event cannot be read"), of: id, to: webhook, at: time)
        }
    }

    /// Notes how an attempt ended.
    ///
    /// - Parameters:
    ///   - outcome: How it ended.
    ///   - eventID: The event.
    ///   - webhook: The webhook.
    ///   - time: Now, in seconds since 1970 (UTC).
    /// - Returns: False when the event was not pending there any more, and nothing was changed.
    /// - Throws: Why it is not remembered.
    @discardableResult
    package func record(
        _ outcome: DeliveryOutcome,
        of eventID: String,
        to webhook: String,
        at time: Int64
    ) throws(StateStoreError) -> Bool {
        try write("remember a delivery") { database in
            let step = DeliveryStep(outcome, at: time)
            try database.execute(
                sql: """
                    UPDATE outbox SET state = ?, attempts = attempts + 1, next_attempt = ?, last_error = ?,
                    settled = ? WHERE event = (SELECT number FROM events WHERE id = ?) AND webhook = ?
                    AND state = 'pending'
                    """,
                arguments: [
                    step.state.rawValue, step.nextAttempt, step.error,
                    step.state == .pending ? nil : time, eventID, webhook,
                ]
            )
            guard database.changesCount > 0 else { return false }
            if case .gone = outcome {
                try Self.disable(webhook, step.error ?? "", at: time, in: database)
            }
            return true
        }
    }

    private static func disable(
        _ webhook: String,
        _ reason: String,
        at time: Int64,
        in database: Database
    ) throws {
        try database.execute(
            sql: """
                INSERT INTO webhooks (name, disabled_since, reason) VALUES (?, ?, ?)
                ON CONFLICT (name) DO NOTHING
                """,
            arguments: [webhook, time, reason]
        )
        try database.execute(
            sql: """
                UPDATE outbox SET state = 'disabled', settled = ? WHERE webhook = ? AND state = 'pending'
                """,
            arguments: [time, webhook]
        )
    }

    /// Takes a disabled webhook into use again; what waited for it is due now, in order.
    ///
    /// - Returns: How many events are pending again.
    @discardableResult
    package func enable(_ webhook: String, at time: Int64) throws(StateStoreError) -> Int {
        try write("enable a webhook") { database in
            try database.execute(sql: "DELETE FROM webhooks WHERE name = ?", arguments: [webhook])
            guard database.changesCount > 0 else { return 0 }
            try database.execute(
                sql: """
                    UPDATE outbox SET state = 'pending', settled = NULL, next_attempt = ?
                    WHERE webhook = ? AND state = 'disabled'
                    """,
                arguments: [time, webhook]
            )
            return database.changesCount
        }
    }

    /// Makes everything that is pending due now.
    ///
    /// - Parameters:
    ///   - webhook: The webhook; `nil` for all.
    ///   - time: Now, in seconds since 1970 (UTC).
    /// - Returns: How many events are pending.
    /// - Throws: Why they are not.
    @discardableResult
    package func retryNow(_ webhook: String?, at time: Int64) throws(StateStoreError) -> Int {
        try write("make deliveries due") { database in
            try database.execute(
                sql: """
                    UPDATE outbox SET next_attempt = ?1
                    WHERE state = 'pending' AND (?2 IS NULL OR webhook = ?2)
                    """,
                arguments: [time, webhook]
            )
            return database.changesCount
        }
    }

    /// Gives up what waits for webhooks that are no longer configured.
    ///
    /// - Returns: How many events were given up.
    @discardableResult
    package func abandon(
        allBut webhooks: some Sequence<String>,
        at time: Int64
    ) throws(StateStoreError) -> Int {
        try write("give up deliveries") { database in
            let kept = try JSONText.of(Array(webhooks))
            try database.execute(
                sql: "DELETE FROM webhooks WHERE name NOT IN (SELECT value FROM json_each(?))",
                arguments: [kept]
            )
            try database.execute(
                sql: """
                    UPDATE outbox SET state = 'failed-final', settled = ?,
                    last_error = 'the webhook is no longer configured'
                    WHERE state IN ('pending', 'disabled')
                    AND webhook NOT IN (SELECT value FROM json_each(?))
                    """,
                arguments: [time, kept]
            )
            return database.changesCount
        }
    }

    /// The oldest pending deliveries.
    package func pending(limit: Int) throws(StateStoreError) -> [OutboxEntry] {
        try read("read the outbox") { database in
            try Row.fetchAll(
                database,
                sql: OutboxEntry.selection
                    + " WHERE state = 'pending' ORDER BY event, webhook LIMIT ?",
                arguments: [limit]
            ).compactMap(OutboxEntry.read)
        }
    }

    /// What waits for each webhook that there is anything to tell of, by name.
    package func queues() throws(StateStoreError) -> [WebhookQueue] {
        try read("read the outbox") { database in
            var queues: [String: WebhookQueue] = [:]
            for row in try Row.fetchAll(
                database,
                sql: "SELECT webhook, state, count(*) AS number FROM outbox GROUP BY webhook, state"
            ) {
                let name = try String.fromRow(row, "webhook")
                guard let state = DeliveryState(rawValue: try String.fromRow(row, "state")) else {
                    continue
                }
                queues[name, default: WebhookQueue(webhook: name)].counts[state] =
                    try Int.fromRow(row, "number")
            }
            for name in queues.keys { try queues[name]?.addFirst(in: database) }
            for row in try Row.fetchAll(database, sql: "SELECT * FROM webhooks") {
                let name = try String.fromRow(row, "name")
                var queue = queues[name] ?? WebhookQueue(webhook: name)
                queue.disabledSince = try Int64.fromRow(row, "disabled_since")
                queue.disabledReason = try String.fromRow(row, "reason")
                queues[name] = queue
            }
            return queues.values.sorted { $0.webhook < $1.webhook }
        }
    }
}

extension WebhookQueue {
    /// Adds what the first pending event tells.
    fileprivate mutating func addFirst(in database: Database) throws {
        let row = try Row.fetchOne(
            database,
            sql: """
                SELECT created, next_attempt, last_error FROM outbox
                WHERE webhook = ? AND state = 'pending' ORDER BY event LIMIT 1
                """,
            arguments: [webhook]
        )
        guard let row else { return }
        oldestPending = try Int64.fromRow(row, "created")
        nextAttempt = try Int64.fromRow(row, "next_attempt")
        lastError = String.ifAny(row, "last_error")
    }
}
