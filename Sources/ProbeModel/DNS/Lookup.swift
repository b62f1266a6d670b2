/// One DNS lookup and what came of it.
public struct Lookup: Hashable, Sendable {
    /// What was asked.
    public let question: Question

    /// How it ended.
    public let status: LookupStatus

    /// The records, in the order received; empty unless ``status`` is `found`.
    public let records: [RecordValue]

    /// The DNSSEC judgement of the answer, positive or negative.
    public let dnssec: DNSSECStatus

    /// The name that a chain of CNAME records led to, when the name asked about is an alias.
    public let canonicalName: DNSName?

    /// Why it failed; `nil` for definite answers.
    public let failure: LookupFailure?

    /// From the question to the answer.
    public let duration: Duration

    /// Creates a lookup.
    public init(
        question: Question,
        status: LookupStatus,
        records: [RecordValue] = [],
        dnssec: DNSSECStatus = .indeterminate,
        canonicalName: DNSName? = nil,
        failure: LookupFailure? = nil,
        duration: Duration = .zero
    ) {
        self.question = question
        self.status = status
        self.records = records
        self.dnssec = dnssec
        self.canonicalName = canonicalName
        self.failure = failure
        self.duration = duration
    }

    /// The addresses among the records.
    public var addresses: [IPAddress] {
        records.compactMap { if case .address(let address) = $0 { address } else { nil } }
    }

    /// The MX records among the records.
    public var mxRecords: [MXRecord] {
        records.compactMap { if case .mx(let record) = $0 { record } else { nil } }
    }

    /// The TLSA records among the records.
    public var tlsaRecords: [TLSARecord] {
        records.compactMap { if case .tlsa(let record) = $0 { record } else { nil } }
    }

    /// The names among the records.
    public var names: [DNSName] {
        records.compactMap { if case .name(let name) = $0 { name } else { nil } }
    }
}
