import ProbeModel
import TransportMap

/// The subject of an audit, with what several rules need of it worked out once.
@dynamicMemberLookup
struct AuditMaterial {
    let subject: AuditSubject

    /// The domains by name.
    let domainsByName: [DomainName: AuditDomain]

    /// The services by name; `nil` where they are not known.
    let transports: MasterServices?

    /// The entries of all tables whose text is known, without those that Postfix ignores.
    private(set) var entries: [AuditEntry] = []

    private let reader: DeliveryReader

    init(_ subject: AuditSubject) {
        self.subject = subject
        domainsByName = Dictionary(subject.domains.map { ($0.name, $0) }) { first, _ in first }
        transports = subject.services.map(MasterServices.init)
        reader = DeliveryReader(
            parameters: subject.parameters,
            services: transports,
            serviceLookup: subject.serviceLookup
        )
        for table in subject.tables { addEntries(of: table) }
    }

    subscript<Value>(dynamicMember path: KeyPath<AuditSubject, Value>) -> Value {
        subject[keyPath: path]
    }

    /// The place of main.cf.
    var mainPlace: FilePlace? { subject.parameters.mainFile.map { FilePlace(file: $0) } }

    private mutating func addEntries(of table: AuditTable) {
        guard let map = table.map else { return }
        let ignored = Set(map.problems.filter(\.isIgnored).map(\.line))
        for entry in map.entries where !ignored.contains(entry.lines.lowerBound) {
            guard let pattern = TransportPattern(entry.pattern), let result = entry.transportResult
            else { continue }
            let domain = pattern.kind == .domain ? DomainName(pattern.description) : nil
            entries.append(
                AuditEntry(
                    pattern: pattern,
                    result: result,
                    place: table.specification.sourcePath.map {
                        FilePlace(file: $0, line: entry.lines.lowerBound)
                    },
                    client: client(of: result, domain),
                    domain: domain
                )
            )
        }
    }

    private func client(
        of result: TransportResult,
        _ domain: DomainName?
    ) -> SMTPClientSettings? {
        switch result.meaning {
        case .noChange, .bounce, .deferral: return nil
        case .transportOnly, .transportAndNexthop: return reader.settings(of: result.transport)
        case .nexthopOnly:
            // The class of the domain says by which transport; a backup MX relays.
            let decided = domain.flatMap { domainsByName[$0]?.decision.delivery?.transport }
            return reader.settings(of: decided ?? "relay")
        }
    }
}
