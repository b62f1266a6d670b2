/// What is done about transport entries.
package struct TransportSettings: Hashable, Sendable {
    /// Whether `check` may change the map.
    package enum Mode: String, Hashable, Sendable, CaseIterable {
        /// Say what to change, and change nothing.
        case recommend
        /// Change it.
        case apply
    }

    /// Where a change is made.
    package enum Strategy: String, Hashable, Sendable, CaseIterable {
        /// In the administrator's own map.
        case inPlace = "in-place"
        /// In a map of mxprobe's own, listed first.
        case overlay
    }

    /// What a new entry looks like.
    package enum Style: String, Hashable, Sendable, CaseIterable {
        /// One nexthop with the alternate port.
        case port
        /// Port 25 first, then the alternate port (Postfix 3.5 or later).
        case failover
    }

    /// Whether `check` may change the map.
    package var mode = Mode.recommend
    /// Where a change is made.
    package var strategy = Strategy.inPlace
    /// What a new entry looks like.
    package var style = Style.port
    /// The map's source file; `nil` for the one that Postfix uses.
    package var map: String?
    /// Bad runs in a row before a domain is diverted.
    package var afterFailures = 3
    /// Good runs in a row before it is restored.
    package var afterSuccesses = 5
    /// The shortest time that a diversion stays.
    package var minDwell: Duration = .seconds(30 * 60)
    /// The time in which each earlier diversion doubles ``minDwell``.
    package var flapWindow: Duration = .seconds(86_400)
    /// The longest dwell that this leads to.
    package var maxDwell: Duration = .seconds(86_400)
    /// Whether waiting mail is sent for after a change.
    package var flushQueue = true

    /// Creates the default settings.
    package init() {}
}
