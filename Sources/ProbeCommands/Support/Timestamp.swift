import Glibc

/// The time of day, for reports.
enum Timestamp {
    /// Seconds since 1970 (UTC).
    static var now: Int64 { Int64(time(nil)) }

    /// The time in RFC 3339 form, UTC, to the millisecond.
    static func rfc3339() -> String {
        var instant = timespec()
        clock_gettime(CLOCK_REALTIME, &instant)
        var parts = tm()
        gmtime_r(&instant.tv_sec, &parts)
        func two(_ number: Int32) -> String { (number < 10 ? "0" : "") + String(number) }
        let milliseconds = String(1_000 + instant.tv_nsec / 1_000_000).dropFirst()
        return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
            + "T\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec)).\(milliseconds)Z"
    }
}
