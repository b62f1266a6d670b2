extension Duration {
    /// The longest duration that is told apart, in seconds (over 30,000 years): beyond it, arithmetic in microseconds could overflow.
    private static let longestSeconds: Int64 = 1_000_000_000_000

    /// The duration in whole microseconds, rounded down; a negative one counts as none.
    var wholeMicroseconds: Int64 {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        return min(seconds, Duration.longestSeconds) * 1_000_000 + attoseconds / 1_000_000_000_000
    }

    /// The duration in milliseconds as JSON and people write it: `812.4`, with one to three decimals.
    var millisecondsText: String {
        let micros = wholeMicroseconds
        var decimals = String(1000 + micros % 1000).dropFirst()
        while decimals.count > 1, decimals.last == "0" { decimals.removeLast() }
        return "\(micros / 1000).\(decimals)"
    }

    /// The duration for a person, in the unit that keeps it short: `0.3 ms`, `812 ms`, `8.0 s`.
    var spokenText: String {
        let micros = wholeMicroseconds
        if micros < 9950 { return "\(Duration.tenths(micros / 100)) ms" }
        if micros < 999_500 { return "\((micros + 500) / 1000) ms" }
        return "\(Duration.tenths((micros + 50000) / 100_000)) s"
    }

    private static func tenths(_ number: Int64) -> String { "\(number / 10).\(number % 10)" }
}
