/// A weekly time in which no alerts are sent, in this machine's local time.
///
/// Written `02:00-04:00` for every day, or `sat,sun 22:00-02:00`, or `mon-fri 12:00-13:00`. An end that is not
/// after the start lies on the next day; the days are those on which the window starts.
public struct MaintenanceWindow: Hashable, Sendable, LosslessStringConvertible {
    /// A day of the week.
    public enum Day: String, Hashable, Sendable, CaseIterable {
        case mon
        case tue
        case wed
        case thu
        case fri
        case sat
        case sun
    }

    /// The days on which the window starts, in the order of the week.
    public let days: [Day]
    /// The start, in minutes after midnight.
    public let start: Int
    /// The end, in minutes after midnight; not the same as the start.
    public let end: Int

    /// Reads a window; `nil` when the text is none.
    public init?(_ text: String) {
        let words = text.lowercased().split(separator: " ")
        guard (1...2).contains(words.count), let times = words.last else { return nil }
        let ends = times.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let start = MaintenanceWindow.minutes(ends[0]),
            let end = MaintenanceWindow.minutes(ends[1]), start != end,
            let days = words.count == 1 ? Set(Day.allCases) : MaintenanceWindow.days(words[0])
        else { return nil }
        self.days = Day.allCases.filter(days.contains)
        self.start = start
        self.end = end
    }

    /// The window as it is written, every day by its name.
    public var description: String {
        let times = "\(MaintenanceWindow.clock(start))-\(MaintenanceWindow.clock(end))"
        if days.count == Day.allCases.count { return times }
        return days.map(\.rawValue).joined(separator: ",") + " " + times
    }

    private static func days(_ text: Substring) -> Set<Day>? {
        var days: Set<Day> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false)
                .map { Day.allCases.map(\.rawValue).firstIndex(of: String($0)) }
            switch (ends.count, ends.first ?? nil, ends.last ?? nil) {
            case (1, let day?, _): days.insert(Day.allCases[day])
            case (2, let first?, let last?) where first <= last:
                days.formUnion(Day.allCases[first...last])
            case (2, let first?, let last?):
                days.formUnion(Day.allCases[first...] + Day.allCases[...last])
            default: return nil
            }
        }
        return days
    }

    private static func minutes(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }),
            parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
        else { return nil }
        return hour * 60 + minute
    }

    private static func clock(_ minutes: Int) -> String {
        [minutes / 60, minutes % 60].map { ($0 < 10 ? "0" : "") + String($0) }.joined(
            separator: ":"
        )
    }
}
