/// When the map is changed.
public struct TransportRules: Hashable, Sendable {
    /// Bad runs in a row before a domain is diverted; at least 1.
    public var afterFailures: Int
    /// Good runs in a row of port 25 before it is restored; at least 1.
    public var afterSuccesses: Int
    /// The shortest time that a diversion stays, in seconds.
    public var minDwell: Int64
    /// When nothing is told; the map is changed all the same, because mail waits.
    public var maintenance: [MaintenanceWindow]
    /// The time in which earlier diversions make the dwell longer, in seconds.
    public var flapWindow: Int64 = 86_400
    /// The longest dwell that flapping leads to, in seconds.
    public var maximumDwell: Int64 = 86_400

    /// Creates rules.
    public init(
        afterFailures: Int = 3,
        afterSuccesses: Int = 5,
        minDwell: Int64 = 30 * 60,
        maintenance: [MaintenanceWindow] = []
    ) {
        self.afterFailures = max(1, afterFailures)
        self.afterSuccesses = max(1, afterSuccesses)
        self.minDwell = max(0, minDwell)
        self.maintenance = maintenance
    }
}
