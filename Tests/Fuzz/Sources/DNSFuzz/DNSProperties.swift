import ProbeModel

/// What must hold for DNS messages and the data of records whatever comes in.
///
/// An input is read twice: as a message, and as the data of one record of every type.
enum DNSProperties {
    /// The first property that an input breaks, or `nil`.
    static func violation(of input: [UInt8]) -> String? {
        if let violation = RecordProperties.violation(of: input) { return violation }
        do {
            let message = try DNSMessage.parse(input)
            return headerViolation(message) ?? recordViolation(message)
                ?? cutViolation(message) ?? queryViolation(message)
                ?? AnswerProperties.violation(of: message)
        } catch {
            return isPrintable(error.description) ? nil : "an error is not safe to print"
        }
    }

    static func isPrintable(_ text: String) -> Bool {
        !text.isEmpty
            && text.unicodeScalars.allSatisfy { $0.value >= 32 && !(127...159).contains($0.value) }
    }

    private static func headerViolation(_ message: DNSMessage) -> String? {
        guard message.rcode < 4_096 else { return "a response code has more than twelve bits" }
        guard !message.isReferral || message.answers.isEmpty else { return "a referral answers" }
        guard message.answers.count + message.authorities.count <= DNSMessage.maximumRecords else {
            return "a message passes its bounds"
        }
        let errors = message.edns?.errors ?? []
        guard errors.count <= EDNS.maximumErrors,
            errors.allSatisfy({ isPrintable($0.description) })
        else { return "extended errors pass their bounds or are not safe to print" }
        return nil
    }

    private static func recordViolation(_ message: DNSMessage) -> String? {
        for record in message.answers + message.authorities {
            guard message.bytes.indices.contains(record.data) else {
                return "a record's data lies outside the message"
            }
            let value = message.value(of: record)
            if let violation = RecordProperties.violation(of: record.owner)
                ?? RecordProperties.violation(of: value, length: record.data.count)
            {
                return violation
            }
            guard let type = RecordType(rawValue: record.type) else { continue }
            if let written = RecordProperties.written(value),
                RecordValue.read(type: type, rdata: written) != value
            {
                return "a record written in full reads differently"
            }
            let alone = RecordValue.read(type: type, rdata: Array(message.bytes[record.data]))
            if case .unreadable = alone { continue }
            guard alone == value else { return "a record without pointers depends on the message" }
        }
        return RecordProperties.violation(of: message.question.name)
    }

    /// A message may be cut behind its last record only, and bytes added there change nothing.
    private static func cutViolation(_ message: DNSMessage) -> String? {
        let count = message.bytes.count
        let end = (message.answers + message.authorities).map(\.data.upperBound).max() ?? 0
        for length in [count - 1, count / 2, end - 1, Int(message.id) % count] where length >= 0 {
            guard let cut = try? DNSMessage.parse(Array(message.bytes[..<length])) else { continue }
            guard length >= end, isSame(cut, message) else {
                return "a message that is cut short is read all the same"
            }
        }
        guard count < DNSMessage.maximumLength else { return nil }
        guard let longer = try? DNSMessage.parse(message.bytes + [0xc0]), isSame(longer, message)
        else { return "bytes behind the message count" }
        return nil
    }

    private static func isSame(_ one: DNSMessage, _ other: DNSMessage) -> Bool {
        one.id == other.id && one.flags == other.flags && one.question == other.question
            && one.questionClass == other.questionClass && one.answers == other.answers
            && one.authorities == other.authorities && one.edns == other.edns
            && one.answers.map(one.value) == other.answers.map(other.value)
    }

    /// A question that was read can be asked, and is answered by the message if by any.
    private static func queryViolation(_ message: DNSMessage) -> String? {
        let query = DNSQuery(
            id: message.id,
            question: message.question,
            wantsSignatures: message.isCheckingDisabled,
            usesEDNS: message.edns != nil
        )
        guard let asked = try? DNSMessage.parse(query.bytes), asked.question == query.question,
            asked.id == query.id, asked.isCheckingDisabled == query.wantsSignatures,
            asked.edns?.isDNSSECOK == (query.usesEDNS ? query.wantsSignatures : nil),
            !asked.answers(query)
        else { return "a query does not survive being written" }
        let isAnswer = message.isResponse && message.questionClass == DNSRecord.internetClass
        return message.answers(query) == isAnswer ? nil : "an answer is not told from a stray"
    }
}

extension Range<Int> {
    fileprivate func contains(_ other: Range<Int>) -> Bool {
        lowerBound <= other.lowerBound && other.upperBound <= upperBound
    }
}
