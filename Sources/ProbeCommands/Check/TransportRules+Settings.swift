import AlertPolicy
import Settings

extension TransportRules {
    /// The rules that the configuration sets.
    init(_ settings: TransportSettings, maintenance: [MaintenanceWindow]) {
        self.init(
            afterFailures: settings.afterFailures,
            afterSuccesses: settings.afterSuccesses,
            minDwell: settings.minDwell.components.seconds,
            maintenance: maintenance
        )
        flapWindow = settings.flapWindow.components.seconds
        maximumDwell = settings.maxDwell.components.seconds
    }
}
