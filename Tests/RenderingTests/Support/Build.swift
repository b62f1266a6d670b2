import ProbeModel

/// Short ways to write observations down.
enum Build {
    /// 2026-03-01T12:00:00Z, when all samples were seen.
    static let now: Int64 = 1_772_366_400

    static func name(_ text: String) throws -> DomainName {
        guard let name = DomainName(text) else { throw BadSample(text: text) }
        return name
    }

    static func address(_ text: String) throws -> IPAddress {
        guard let address = IPAddress(text) else { throw BadSample(text: text) }
        return address
    }

    static func reply(
        _ code: Int,
        _ lines: String...,
        enhanced: (Int, Int, Int)? = nil
    ) throws
        -> Reply
    {
        guard let code = ReplyCode(code) else { throw BadSample(text: "\(code)") }
        let enhancedCode = enhanced.flatMap {
            EnhancedStatusCode(statusClass: $0.0, subject: $0.1, detail: $0.2)
        }
        return Reply(code: code, lines: lines.map { Array($0.utf8) }, enhancedCode: enhancedCode)
    }

    static func lookup(
        _ name: String,
        _ type: RecordType,
        _ status: LookupStatus = .found,
        _ records: [RecordValue] = [],
        dnssec: DNSSECStatus = .insecure,
        canonicalName: String? = nil,
        failure: LookupFailure? = nil
    ) throws -> Lookup {
        Lookup(
            question: Question(name: try self.name(name), type: type),
            status: status,
            records: records,
            dnssec: dnssec,
            canonicalName: try canonicalName.map { DNSName(try self.name($0)) },
            failure: failure,
            duration: .microseconds(12_345)
        )
    }

    /// A host whose name leads to addresses.
    static func host(
        _ preference: UInt16,
        _ name: String,
        _ addresses: [String],
        dnssec: DNSSECStatus = .insecure
    ) throws -> MXHost {
        var host = MXHost(preference: preference, exchange: DNSName(try self.name(name)))
        let all = try addresses.map { try address($0) }
        for (type, family) in [(RecordType.a, AddressFamily.ipv4), (.aaaa, .ipv6)] {
            let own = all.filter { $0.family == family }
            host.addressLookups.append(
                try lookup(
                    name,
                    type,
                    own.isEmpty ? .noData : .found,
                    own.map { .address($0) },
                    dnssec: dnssec
                )
            )
        }
        return host
    }

    /// A resolution whose MX records name the hosts.
    static func resolution(
        _ domain: String,
        _ hosts: [MXHost],
        source: MXSource = .mx,
        dnssec: DNSSECStatus = .insecure
    ) throws -> MXResolution {
        let records = hosts.map {
            RecordValue.mx(MXRecord(preference: $0.preference, exchange: $0.exchange))
        }
        let isMX = source == .mx
        return MXResolution(
            domain: try name(domain),
            mxLookup: try lookup(
                domain,
                .mx,
                isMX ? .found : .noData,
                isMX ? records : [],
                dnssec: dnssec
            ),
            source: source,
            hosts: hosts
        )
    }

    static func report(
        _ domains: [DomainDiagnosis],
        egress: [EgressReport] = []
    )
        -> DiagnosisReport
    {
        DiagnosisReport(
            run: RunRecord(
                version: "0.1.0",
                id: "3f0c9a1e",
                startedAt: "2026-03-01T12:00:00Z",
                duration: .microseconds(812_400),
                hostname: "backup.example"
            ),
            egress: egress,
            domains: domains
        )
    }
}

/// A sample that is written wrongly.
struct BadSample: Error {
    let text: String
}
