import ProbeEngine
import ProbeModel
import Testing

/// Answers from a table; what is not in it does not exist.
final class FakeResolver: NameResolving {
    let asked = Watched<[Question]>([])
    private let table: [Question: Lookup]
    private let isMute: Bool

    init(_ table: [Question: Lookup] = [:], isMute: Bool = false) {
        self.table = table
        self.isMute = isMute
    }

    func lookup(_ question: Question) async -> Lookup {
        asked.change { $0.append(question) }
        guard isMute else {
            return table[question]
                ?? Lookup(question: question, status: .nxdomain, dnssec: .insecure)
        }
        await Watched(false).wait { $0 }
        return Lookup(question: question, status: .interrupted)
    }

    var stripsDNSSEC: Bool { false }
}

/// A tracer that the system does not support, or that takes as long as a test says, cancelled or not.
struct FakeTracer: PathTracing {
    let traced = Watched<[TraceRequest]>([])
    var result = TraceResult.unsupported("not here")
    var release: Watched<Bool>?

    func trace(_ request: TraceRequest) async -> TraceResult {
        traced.change { $0.append(request) }
        if let release { await Task { await release.wait { $0 } }.value }
        return result
    }
}

/// A machine without counters and users.
struct FakeFacts: LocalFacts {
    var owner: SystemUser?
    func mailOwner() -> SystemUser? { owner }
    func unsentSegments() -> Int? { nil }
    func ownAddresses() -> Set<IPAddress> { [] }
    func connectAsMailOwner(to endpoint: Endpoint) async -> ProbeObservation? { nil }
}

func name(_ text: String) throws -> DomainName { try #require(DomainName(text), "\(text)") }
func address(_ text: String) throws -> IPAddress { try #require(IPAddress(text), "\(text)") }

/// A table of DNS answers, built in a few words.
struct Zone {
    private(set) var table: [Question: Lookup] = [:]

    mutating func mx(
        _ domain: String,
        _ records: [(UInt16, String)],
        dnssec: DNSSECStatus = .insecure
    ) throws {
        let values = try records.map { preference, host in
            let labels = host.split(separator: ".").map { Array($0.utf8) }
            let exchange = host == "." ? DNSName.root : try #require(DNSName(labels: labels))
            return RecordValue.mx(MXRecord(preference: preference, exchange: exchange))
        }
        try add(domain, .mx, values, dnssec: dnssec)
    }

    mutating func host(
        _ host: String,
        _ addresses: [String],
        dnssec: DNSSECStatus = .insecure
    ) throws {
        let all = try addresses.map { try address($0) }
        for (family, type) in [(AddressFamily.ipv4, RecordType.a), (.ipv6, .aaaa)] {
            let own = all.filter { $0.family == family }
            try add(host, type, own.map { .address($0) }, dnssec: dnssec)
        }
    }

    mutating func add(
        _ name: String,
        _ type: RecordType,
        _ records: [RecordValue] = [],
        status: LookupStatus? = nil,
        dnssec: DNSSECStatus = .insecure
    ) throws {
        let question = Question(name: try ProbeEngineTests.name(name), type: type)
        table[question] = Lookup(
            question: question,
            status: status ?? (records.isEmpty ? .noData : .found),
            records: records,
            dnssec: dnssec
        )
    }
}
