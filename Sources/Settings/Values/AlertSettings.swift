package import AlertPolicy

/// When a change becomes an alert.
package struct AlertSettings: Hashable, Sendable {
    /// Bad runs in a row before a subject counts as down.
    package var afterFailures = 2
    /// Good runs in a row before it counts as recovered.
    package var afterSuccesses = 2
    /// How often a lasting fault is told again; `nil` for never.
    package var remindEvery: Duration?
    /// How long runs may not be able to tell before that is an alert itself.
    package var unknownAfter: Duration = .seconds(3_600)
    /// How often a subject goes down within ``flapWindow`` before it flaps.
    package var flapStops = 3
    /// The time in which that counts.
    package var flapWindow: Duration = .seconds(4 * 3_600)
    /// How long a flapping subject must stay as it is before that is told.
    package var flapQuiet: Duration = .seconds(3_600)
    /// How long before its end a certificate is told of.
    package var certificateNotice: Duration = .seconds(14 * 86_400)
    /// When no alerts are sent.
    package var maintenance: [MaintenanceWindow] = []

    /// Creates the default settings.
    package init() {}
}
