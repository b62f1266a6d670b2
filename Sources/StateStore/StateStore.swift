internal import GRDB

/// What mxprobe remembers from one run to the next, in an SQLite database.
///
/// Every change is one short transaction. Times come in as values, in seconds since 1970 (UTC). Calls block the
/// calling thread while SQLite works, at most for the patience that ``open(_:access:patience:)`` was given where
/// another program holds the database. No call may be made from within a closure given to another.
package final class StateStore: Sendable {
    /// The database, without symbolic links.
    package let path: String

    private let queue: DatabaseQueue

    init(path: String, queue: DatabaseQueue) {
        self.path = path
        self.queue = queue
    }

    /// Makes a change in one transaction, which another writer cannot come between.
    ///
    /// - Parameters:
    ///   - purpose: What is done, as in `remember this run`.
    ///   - change: The change.
    /// - Returns: What the change returns.
    /// - Throws: Why nothing was changed.
    func write<Value>(
        _ purpose: String,
        _ change: (Database) throws -> Value
    ) throws(StateStoreError) -> Value {
        do {
            return try queue.write(change)
        } catch {
            throw StateStoreError(error, path: path, purpose: purpose)
        }
    }

    /// Reads one consistent view.
    func read<Value>(
        _ purpose: String,
        _ view: (Database) throws -> Value
    ) throws(StateStoreError) -> Value {
        do {
            return try queue.read(view)
        } catch {
            throw StateStoreError(error, path: path, purpose: purpose)
        }
    }

    /// Reads what was fetched.
    func decode<Value>(
        _ purpose: String,
        _ body: () throws -> Value
    ) throws(StateStoreError) -> Value {
        do {
            return try body()
        } catch {
            throw StateStoreError(error, path: path, purpose: purpose)
        }
    }
}
