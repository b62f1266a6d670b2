/// How the last pings of the heartbeat went.
package struct HeartbeatStatus: Hashable, Sendable {
    /// The last ping, in seconds since 1970 (UTC).
    package var lastAttempt: Int64
    /// The last ping that was taken; `nil` for none.
    package var lastSuccess: Int64?
    /// Why the last ping failed, redacted; `nil` when it was taken.
    package var lastError: String?

    /// Creates a status.
    package init(lastAttempt: Int64, lastSuccess: Int64?, lastError: String?) {
        self.lastAttempt = lastAttempt
        self.lastSuccess = lastSuccess
        self.lastError = lastError
    }
}
