extension EnhancedStatusCode {
    /// Reads the status that begins a reply's text; `nil` when none does.
    ///
    /// It must end at a blank or at the end of the text, have no leading zeros (RFC 3463 section 2)
    /// and be of the class that the reply code says (RFC 2034 section 4); others are a server's
    /// mistake, which Postfix ignores too.
    ///
    /// - Parameters:
    ///   - text: What follows the reply code and its separator.
    ///   - severity: What the reply code's first digit says.
    public init?(atStartOf text: [UInt8], severity: ReplyCode.Severity) {
        var rest = text.drop { $0 == EnhancedStatusCode.space }
        guard let statusClass = EnhancedStatusCode.number(&rest, digits: 1),
            statusClass == EnhancedStatusCode.statusClass(severity),
            rest.popFirst() == EnhancedStatusCode.dot,
            let subject = EnhancedStatusCode.number(&rest, digits: 3),
            rest.popFirst() == EnhancedStatusCode.dot,
            let detail = EnhancedStatusCode.number(&rest, digits: 3),
            rest.first.map({ $0 == EnhancedStatusCode.space || $0 == EnhancedStatusCode.tab })
                != false
        else { return nil }
        self.init(statusClass: statusClass, subject: subject, detail: detail)
    }

    private static let space = UInt8(ascii: " ")
    private static let tab = UInt8(ascii: "\t")
    private static let dot = UInt8(ascii: ".")
    private static let zero = UInt8(ascii: "0")

    private static func statusClass(_ severity: ReplyCode.Severity) -> Int? {
        switch severity {
        case .success: return 2
        case .intermediate: return nil
        case .transientFailure: return 4
        case .permanentFailure: return 5
        }
    }

    /// Takes a number without leading zeros off the front; `nil` when there is none or it is too long.
    private static func number(_ rest: inout ArraySlice<UInt8>, digits: Int) -> Int? {
        let number = rest.prefix { (zero...zero + 9).contains($0) }
        guard (1...digits).contains(number.count), number.count == 1 || number.first != zero else {
            return nil
        }
        rest = rest.dropFirst(number.count)
        return number.reduce(0) { $0 * 10 + Int($1 - zero) }
    }
}
