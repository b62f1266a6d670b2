package import AlertPolicy

/// When a change becomes an alert.
package struct AlertSettings: Hashable, Sendable {
    /// Bad runs in a row before a subject counts as down.
    package var afterFailures = 2
    /// Good runs in a row before it counts as recovered.
    package var afterSuccesses = 2
    /// How often a lasting fault is told again; `nil` for never.
    package var remindEvery: Duration?
    /// When no alerts are sent.
    package var maintenance: [MaintenanceWindow] = []

    /// Creates the default settings.
    package init() {}
}
