/// When a change becomes an alert.
public struct AlertRules: Hashable, Sendable {
    /// Bad runs in a row before a subject counts as down; at least 1.
    public var afterFailures: Int
    /// Good runs in a row before it counts as recovered; at least 1.
    public var afterSuccesses: Int
    /// How often a lasting alert is told again, in seconds; `nil` for never.
    public var remindEvery: Int64?
    /// When nothing is told.
    public var maintenance: [MaintenanceWindow]

    /// How long runs may not be able to tell before that is an alert itself, in seconds: a domain whose DNS
    /// is broken for an hour gets no mail from Postfix either, and a shorter gap mends itself.
    public var unknownAfter: Int64 = 3600
    /// How often a subject goes down within ``flapWindow`` before it flaps.
    public var flapStops = 3
    /// The time in which that counts, in seconds: with checks every five minutes and thresholds of two, three
    /// stops take at least fifty minutes.
    public var flapWindow: Int64 = 4 * 3600
    /// How long a flapping subject must stay as it is before that is believed, in seconds.
    public var flapQuiet: Int64 = 3600
    /// How long before its end a certificate is told of, in seconds: the time that renewals by hand need.
    public var certificateNotice: Int64 = 14 * 86_400

    /// Creates rules.
    public init(
        afterFailures: Int = 2,
        afterSuccesses: Int = 2,
        remindEvery: Int64? = nil,
        maintenance: [MaintenanceWindow] = []
    ) {
        self.afterFailures = max(1, afterFailures)
        self.afterSuccesses = max(1, afterSuccesses)
        self.remindEvery = remindEvery
        self.maintenance = maintenance
    }
}
