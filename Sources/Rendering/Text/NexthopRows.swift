import ProbeModel

/// The rows of a table for the nexthops of Postfix's route that are none of the domain's MX hosts.
struct NexthopRows: Sendable {
    /// What stands in the margin before each of them.
    static let label = "Via"

    private let observation: DomainObservation

    /// Creates rows for a domain.
    init(_ observation: DomainObservation) { self.observation = observation }

    /// A host or an address of a nexthop.
    struct Row: Hashable, Sendable {
        let name: String
        let addresses: [IPAddress]
        let note: Note?
        let probes: [ProbeObservation]
    }

    /// Why a nexthop was not tried.
    enum Note: Hashable, Sendable {
        case isSelf
        case unresolved(LookupStatus)
    }

    /// Each host once, in the order of the route.
    var rows: [Row] {
        let known = Set(observation.resolution.hosts.flatMap(\.addresses))
        var seen: Set<Row> = []
        return (observation.route?.nexthops ?? []).flatMap { rows($0, known: known) }
            .filter { seen.insert($0).inserted }
    }

    private func rows(_ hop: NexthopObservation, known: Set<IPAddress>) -> [Row] {
        let text = hop.nexthop.text
        if hop.isSelf { return [Row(name: text, addresses: [], note: .isSelf, probes: [])] }
        guard !hop.addresses.isEmpty else {
            let lookups =
                [hop.resolution?.mxLookup].compactMap(\.self) + hop.hosts.flatMap(\.addressLookups)
            let failed = lookups.first { !$0.status.isDefinite } ?? lookups.last
            let status = failed?.status ?? .noData
            return [
                Row(
                    name: text,
                    addresses: [],
                    note: .unresolved(status == .found ? .noData : status),
                    probes: []
                )
            ]
        }
        let groups = hop.hosts.map { ($0.exchange.description, $0.addresses) }
        let all = groups.isEmpty ? [(text, hop.addresses)] : groups
        return all.compactMap { name, addresses in
            let others = addresses.filter { !known.contains($0) }
            guard !others.isEmpty else { return nil }
            return Row(
                name: name,
                addresses: others,
                note: nil,
                probes: hop.probes.filter { others.contains($0.endpoint.address) }
            )
        }
    }
}
