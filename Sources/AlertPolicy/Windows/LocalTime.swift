/// A minute of the week on this machine's clock.
public struct LocalTime: Hashable, Sendable {
    /// The day of the week.
    public var day: MaintenanceWindow.Day
    /// The minute of the day, from 0.
    public var minute: Int

    /// Creates a time.
    public init(day: MaintenanceWindow.Day, minute: Int) {
        self.day = day
        self.minute = minute
    }
}
