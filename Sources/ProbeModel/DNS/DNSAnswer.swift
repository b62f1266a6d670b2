/// What a DNS message says in answer to its question: the end of the chain of aliases, and the
/// records there.
public struct DNSAnswer: Hashable, Sendable {
    /// The most records that one answer may hold.
    ///
    /// The largest real answers have some dozens; more would only cost time in everything that
    /// follows.
    public static let maximumRecords = 1_000

    /// The most aliases that are followed, as resolvers do (unbound follows 11).
    public static let maximumAliases = 16

    /// The records of the type asked for, in the order received.
    public let records: [RecordValue]

    /// Where the name asked about leads when it is an alias; `nil` when it is none.
    public let canonicalName: DNSName?

    /// What makes the answer unusable, as one lower-case phrase; `nil` when nothing does.
    public let fault: String?

    /// Finds the answer in a message.
    ///
    /// An alias whose target the message says nothing about gives no records: the caller asks for
    /// ``canonicalName``.
    public init(_ message: DNSMessage) {
        var name = message.question.name
        let wanted = message.question.type
        var seen: Set<DNSName> = [name]
        let aliases = DNSAnswer.aliases(in: message)
        var fault: String?
        while wanted != RecordType.cname.rawValue, let target = aliases[name] {
            guard case .name(let target) = target else {
                fault = "an alias in the answer cannot be read"
                break
            }
            guard seen.insert(target).inserted else {
                fault = "the aliases lead in a circle"
                break
            }
            guard seen.count <= DNSAnswer.maximumAliases + 1 else {
                fault = "the chain of aliases is longer than \(DNSAnswer.maximumAliases)"
                break
            }
            name = target
        }
        let records = message.answers.filter { $0.isInternet(wanted) && $0.owner == name }
        if records.count > DNSAnswer.maximumRecords {
            fault = "the answer holds more than \(DNSAnswer.maximumRecords) records"
        }
        self.fault = fault
        self.records = fault == nil ? records.map(message.value) : []
        canonicalName = name == message.question.name ? nil : name
    }

    /// The first alias of each owner name; a second one is against RFC 1034 section 3.6.2 and
    /// ignored.
    private static func aliases(in message: DNSMessage) -> [DNSName: RecordValue] {
        var aliases: [DNSName: RecordValue] = [:]
        for record in message.answers where record.isInternet(RecordType.cname.rawValue) {
            if aliases[record.owner] == nil { aliases[record.owner] = message.value(of: record) }
        }
        return aliases
    }
}
