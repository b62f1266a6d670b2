import AlertPolicy
import Glibc

/// The time of day, for reports and for all that is counted over several runs.
enum Timestamp {
    /// A clock in place of the machine's, in seconds since 1970 (UTC); deadlines do not go by it.
    @TaskLocal static var clock: (@Sendable () -> Int64)?

    /// Seconds since 1970 (UTC).
    static var now: Int64 { clock?() ?? Int64(time(nil)) }

    /// The time in RFC 3339 form, UTC, to the millisecond.
    static func rfc3339() -> String {
        if let clock { return text(clock()) }
        var instant = timespec()
        clock_gettime(CLOCK_REALTIME, &instant)
        let milliseconds = String(1_000 + instant.tv_nsec / 1_000_000).dropFirst()
        return text(Int64(instant.tv_sec)).dropLast() + ".\(milliseconds)Z"
    }

    /// A time in seconds since 1970 in RFC 3339 form, UTC, to the second.
    static func text(_ seconds: Int64) -> String {
        var time = time_t(seconds)
        var parts = tm()
        gmtime_r(&time, &parts)
        func two(_ number: Int32) -> String { (number < 10 ? "0" : "") + String(number) }
        return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
            + "T\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))Z"
    }

    /// A time on this machine's clock, for maintenance windows; `nil` where the system cannot tell it.
    static func local(_ seconds: Int64) -> LocalTime? {
        var time = time_t(seconds)
        var parts = tm()
        let days = MaintenanceWindow.Day.allCases
        // In C the week begins with Sunday, here with Monday.
        guard localtime_r(&time, &parts) != nil, (0...6).contains(parts.tm_wday) else { return nil }
        return LocalTime(
            day: days[(Int(parts.tm_wday) + 6) % days.count],
            minute: Int(parts.tm_hour) * 60 + Int(parts.tm_min)
        )
    }
}
