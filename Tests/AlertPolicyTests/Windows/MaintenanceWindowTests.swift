import AlertPolicy
import Testing

/// Which times lie in a window; the grammar is tested with the settings.
@Suite struct MaintenanceWindowTests {
    @Test(
        arguments: [
            ("02:00-04:00", MaintenanceWindow.Day.wed, 119, false),
            ("02:00-04:00", .wed, 120, true),
            ("02:00-04:00", .wed, 239, true),
            ("02:00-04:00", .wed, 240, false),
            ("mon-fri 12:00-13:00", .fri, 720, true),
            ("mon-fri 12:00-13:00", .sat, 720, false),
            // The end lies on the next day; the day is that of the start.
            ("sat 22:00-02:00", .sat, 1320, true),
            ("sat 22:00-02:00", .sat, 1439, true),
            ("sat 22:00-02:00", .sun, 0, true),
            ("sat 22:00-02:00", .sun, 119, true),
            ("sat 22:00-02:00", .sun, 120, false),
            ("sat 22:00-02:00", .sat, 60, false),
            ("sat 22:00-02:00", .sun, 1320, false),
            ("sun 22:00-02:00", .mon, 60, true),
            ("22:00-02:00", .thu, 60, true),
            ("00:01-00:00", .thu, 0, false),
            ("00:01-00:00", .thu, 1439, true),
        ]
    )
    func contains(
        _ row: (window: String, day: MaintenanceWindow.Day, minute: Int, isIn: Bool)
    )
        throws
    {
        let window = try #require(MaintenanceWindow(row.window))
        #expect(window.contains(LocalTime(day: row.day, minute: row.minute)) == row.isIn)
    }
}
