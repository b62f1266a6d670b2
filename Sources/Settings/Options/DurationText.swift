/// Durations as people write them: a whole number and a unit, such as `250ms`, `30s`, `5m`, `2h` or `90d`.
package enum DurationText {
    /// How to write one, for messages.
    static let example = "write it like 250ms, 30s, 5m, 2h or 90d"

    private static let units: [(name: String, milliseconds: Int64)] = [
        ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1),
    ]

    /// Reads a duration; `nil` when the text is none or is longer than any clock counts.
    package static func read(_ text: String) -> Duration? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let unit = text[digits.endIndex...]
        guard let count = Int64(digits),
            let milliseconds = units.first(where: { $0.name == unit })?.milliseconds
        else { return nil }
        let (product, hasOverflowed) = count.multipliedReportingOverflow(by: milliseconds)
        return hasOverflowed ? nil : .milliseconds(product)
    }

    /// The duration in the largest unit that leaves no rest; less than a millisecond is dropped.
    package static func text(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        let milliseconds = seconds * 1_000 + attoseconds / 1_000_000_000_000_000
        guard milliseconds != 0 else { return "0s" }
        for unit in units where milliseconds % unit.milliseconds == 0 {
            return "\(milliseconds / unit.milliseconds)\(unit.name)"
        }
        return "\(milliseconds)ms"
    }
}
