/// A time as HTTP writes it, in any of the three forms of RFC 9110 section 5.6.7.
struct HTTPDate: Hashable, Sendable {
    /// Seconds since 1970 (UTC).
    let seconds: Int64

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    private static let secondsPerDay: Int64 = 86_400

    /// Reads a date; `nil` when it is none.
    ///
    /// The name of the day is not compared with the date.
    ///
    /// - Parameters:
    ///   - text: `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` or `Sun Nov  6 08:49:37 1994`.
    ///   - now: The time, in seconds since 1970: a year of two digits is at most 50 years ahead of it.
    init?(_ text: String, now: Int64) {
        // Longer than the longest form, and nothing to spend time on.
        guard text.utf8.count <= 64 else { return nil }
        let words = text.split(separator: " ").map(String.init)
        switch words.count {
        case 6 where words[5] == "GMT" && words[0].hasSuffix(","):
            self.init(year: words[3], month: words[2], day: words[1], time: words[4])
        case 4 where words[3] == "GMT" && words[0].hasSuffix(","):
            let date = words[1].split(separator: "-").map(String.init)
            guard date.count == 3, let year = HTTPDate.fullYear(date[2], now: now) else {
                return nil
            }
            self.init(year: year, month: date[1], day: date[0], time: words[2])
        case 5: self.init(year: words[4], month: words[1], day: words[2], time: words[3])
        default: return nil
        }
    }

    private init?(year: String, month: String, day: String, time: String) {
        let parts = time.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let year = HTTPDate.number(year, digits: 4...4),
            let month = HTTPDate.months.firstIndex(of: month),
            let day = HTTPDate.number(day, digits: 1...2),
            (1...HTTPDate.length(ofMonth: month, year)).contains(day),
            let hour = HTTPDate.number(parts[0], digits: 2...2), hour < 24,
            let minute = HTTPDate.number(parts[1], digits: 2...2), minute < 60,
            // 60 is a leap second.
            let second = HTTPDate.number(parts[2], digits: 2...2), second <= 60
        else { return nil }
        let days = HTTPDate.days(year, month, day)
        seconds = days * HTTPDate.secondsPerDay + Int64(hour * 3_600 + minute * 60 + second)
    }

    /// Days since 1970 of a date in the Gregorian calendar; months count from 0.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int64 {
        let past = year - 1
        let leapDays = past / 4 - past / 100 + past / 400
        let untilMonth = (0..<month).reduce(0) { $0 + length(ofMonth: $1, year) }
        // 719162 days lie between the beginning of the year 1 and that of 1970.
        return Int64(past * 365 + leapDays + untilMonth + day - 1 - 719_162)
    }

    private static func length(ofMonth month: Int, _ year: Int) -> Int {
        let isLeap =
            year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
        return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month]
    }

    private static func fullYear(_ text: String, now: Int64) -> String? {
        guard let short = number(text, digits: 2...2) else { return nil }
        // Good to a day or two, which is more than a rule of 50 years needs.
        let thisYear = 1970 + Int(now / secondsPerDay * 400 / 146_097)
        let year = thisYear / 100 * 100 + short
        if year > thisYear + 50 { return String(year - 100) }
        return String(year <= thisYear - 50 ? year + 100 : year)
    }

    private static func number(_ text: String, digits: ClosedRange<Int>) -> Int? {
        guard digits.contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return Int(text)
    }
}
