/// When a receiver wants to be asked again (RFC 9110 section 10.2.3).
package enum RetryAfter: Hashable, Sendable {
    /// After so many seconds.
    case seconds(Int64)
    /// At a time, in seconds since 1970 (UTC).
    case date(Int64)

    /// More digits than any delay needs, so that nothing overflows; the caller has a bound of its own.
    private static let digitLimit = 10

    /// Reads the value of the field; `nil` when it is neither form.
    ///
    /// - Parameters:
    ///   - text: The value.
    ///   - now: The time, in seconds since 1970; a year of two digits is understood from it.
    package init?(_ text: String, now: Int64) {
        let trimmed = text.utf8.drop { $0 == 0x20 || $0 == 0x09 }
        let end = trimmed.lastIndex { $0 != 0x20 && $0 != 0x09 }
        guard let end, let value = String(trimmed[...end]) else { return nil }
        if value.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            let digits = value.drop { $0 == "0" }
            self = .seconds(
                digits.count > RetryAfter.digitLimit ? Int64(UInt32.max) : Int64(digits) ?? 0
            )
        } else if let date = HTTPDate(value, now: now) {
            self = .date(date.seconds)
        } else {
            return nil
        }
    }

    /// How long to wait from a time on, in seconds; 0 when that time has passed.
    package func delay(at now: Int64) -> Int64 {
        switch self {
        case .seconds(let seconds): return seconds
        case .date(let date): return max(0, date - now)
        }
    }
}
