/// A time value of main.cf: a number and a unit, `5d` (postconf(5)).
package enum TimeValue {
    /// Postfix keeps times in an `int`; what does not fit is refused.
    private static let maximum = Int64(Int32.max)

    /// Reads a time (`conv_time`).
    ///
    /// - Parameters:
    ///   - text: The value; of what follows the number only the first letter counts.
    ///   - unit: The letter of the unit that the parameter has where none is written.
    /// - Returns: The seconds; `nil` where Postfix would refuse the value.
    package static func seconds(_ text: String, unit: Character = "s") -> Int64? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int64(digits), number <= maximum else { return nil }
        let length: Int64
        switch text.dropFirst(digits.count).first ?? unit {
        case "w": length = 7 * 24 * 3600
        case "d": length = 24 * 3600
        case "h": length = 3600
        case "m": length = 60
        case "s": length = 1
        default: return nil
        }
        let (product, overflow) = number.multipliedReportingOverflow(by: length)
        return overflow || product > maximum ? nil : product
    }
}
