internal import AlertPolicy
internal import GRDB

extension OutboxEntry {
    /// What a query for entries selects.
    static let selection = """
        SELECT id, body, webhook, state, attempts, next_attempt, last_error, created
        FROM outbox JOIN events ON number = event
        """

    /// Reads a row; `nil` when the event in it cannot be read.
    static func read(_ row: Row) throws -> OutboxEntry? {
        guard let state = DeliveryState(rawValue: try String.fromRow(row, "state")),
            let event = try? JSONText.read(
                try String.fromRow(row, "body"),
                as: AlertEvent.self
            ), event.id == String.ifAny(row, "id")
        else { return nil }
        return OutboxEntry(
            event: event,
            webhook: try String.fromRow(row, "webhook"),
            state: state,
            attempts: try Int.fromRow(row, "attempts"),
            nextAttempt: try Int64.fromRow(row, "next_attempt"),
            lastError: String.ifAny(row, "last_error"),
            created: try Int64.fromRow(row, "created")
        )
    }
}
