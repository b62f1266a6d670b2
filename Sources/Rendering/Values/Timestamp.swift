/// A moment in UTC, to the second, as RFC 3339 section 5.6 writes it.
struct Timestamp: Hashable, Sendable, CustomStringConvertible {
    /// The years that RFC 3339 can write, in seconds since 1970: 0000-01-01 to 9999-12-31.
    private static let writable: ClosedRange<Int64> = -62_167_219_200...253_402_300_799

    private static let secondsPerDay: Int64 = 86400

    private let seconds: Int64

    /// Creates a moment from seconds since 1970; `nil` when its year does not have four digits.
    init?(secondsSince1970 seconds: Int64) {
        guard Timestamp.writable.contains(seconds) else { return nil }
        self.seconds = seconds
    }

    /// The moment as `2026-12-31T23:59:59Z`.
    var description: String {
        let second = Timestamp.floorModulo(seconds, Timestamp.secondsPerDay)
        let time = [second / 3600, second / 60 % 60, second % 60].map { Timestamp.padded($0, 2) }
        return "\(date)T\(time.joined(separator: ":"))Z"
    }

    /// The day as `2026-12-31`.
    var date: String {
        let second = Timestamp.floorModulo(seconds, Timestamp.secondsPerDay)
        let (year, month, day) = Timestamp.civil((seconds - second) / Timestamp.secondsPerDay)
        return
            "\(Timestamp.padded(year, 4))-\(Timestamp.padded(month, 2))-\(Timestamp.padded(day, 2))"
    }

    /// Year, month and day of a number of days since 1970, in the proleptic Gregorian calendar.
    ///
    /// Counts in years that begin in March, so that the leap day is the last of its year, and in
    /// eras of 400 years, which all have the same length.
    private static func civil(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let daysPerEra: Int64 = 146_097
        let shifted = days + 719_468
        let dayOfEra = floorModulo(shifted, daysPerEra)
        let era = (shifted - dayOfEra) / daysPerEra
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    private static func floorModulo(_ value: Int64, _ divisor: Int64) -> Int64 {
        let rest = value % divisor
        return rest < 0 ? rest + divisor : rest
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
