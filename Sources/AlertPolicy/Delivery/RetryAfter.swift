/// Reads `Retry-After`: a number of seconds or a date (RFC 9110 section 10.2.3).
enum RetryAfter {
    /// The digits of the largest number of seconds that is read: three years, which no limit here lets through.
    private static let maximumDigits = 8

    /// The wait in seconds, 0 for a date that is past; `nil` when the text is neither.
    static func seconds(_ text: String, at time: Int64) -> Int64? {
        let text = text.trimmingBlanks
        if !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) {
            let digits = text.drop { $0 == "0" }
            return digits.utf8.count > maximumDigits ? .max : Int64(digits) ?? 0
        }
        return HTTPDate.seconds(String(text)).map { max(0, $0 - time) }
    }
}

extension String {
    /// The text without the spaces and tabs around it.
    fileprivate var trimmingBlanks: Substring {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        var text = self[...].drop(while: isBlank)
        while let last = text.last, isBlank(last) { text.removeLast() }
        return text
    }
}
