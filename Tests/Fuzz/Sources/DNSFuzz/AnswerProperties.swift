import ProbeModel

/// What must hold for the answer that is found in a message.
enum AnswerProperties {
    /// The first property that the answer breaks, or `nil`.
    static func violation(of message: DNSMessage) -> String? {
        let answer = DNSAnswer(message)
        let question = message.question
        guard answer.canonicalName != question.name else { return "a name is its own alias" }
        if let fault = answer.fault {
            guard answer.records.isEmpty else { return "an unusable answer has records" }
            return DNSProperties.isPrintable(fault) ? nil : "a fault is not safe to print"
        }
        guard answer.records.count <= DNSAnswer.maximumRecords else {
            return "an answer passes its bounds"
        }
        let name = answer.canonicalName ?? question.name
        let records = message.answers.filter {
            $0.owner == name && $0.type == question.type
                && $0.recordClass == DNSRecord.internetClass
        }
        guard answer.records == records.map(message.value) else {
            return "an answer's records are not those at the end of the chain"
        }
        guard question.type != RecordType.cname.rawValue else {
            return answer.canonicalName == nil ? nil : "a question for an alias is led on"
        }
        let leadsOn = message.answers.contains {
            $0.owner == name && $0.type == RecordType.cname.rawValue
                && $0.recordClass == DNSRecord.internetClass
        }
        return leadsOn ? "a chain of aliases is not followed to its end" : nil
    }
}
