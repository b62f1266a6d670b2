import AlertPolicy
import ProbeModel

/// What was found and is not remembered yet; a large run is remembered in parts.
///
/// A list that fits is one part, as alerts that name domains together, and the judgement that a run could tell of nothing at
/// all, go by what is in a part.
struct FindingsBuffer {
    /// How many domains are remembered at once.
    static let part = 1_000

    private let alerts: RunAlerts
    private var domains: [DomainFindings] = []
    private var toldFamilies: Set<AddressFamily> = []
    private var last: Task<Bool, Never>?

    init(_ alerts: RunAlerts) { self.alerts = alerts }

    /// Adds a domain; where there are many, a part of them is remembered meanwhile.
    ///
    /// - Parameters:
    ///   - domain: What was found of it.
    ///   - egress: This machine's port 25, and the families whose verdict stays.
    mutating func add(
        _ domain: DomainFindings,
        egress: () async -> (reports: [EgressReport], concluded: Set<AddressFamily>)
    ) async {
        domains.append(domain)
        // Twice as many, so that the last part is no small one.
        guard domains.count >= 2 * Self.part else { return }
        let seen = await egress()
        let part = Array(domains.prefix(Self.part))
        domains.removeFirst(Self.part)
        let reports = seen.reports.filter {
            seen.concluded.contains($0.family) && toldFamilies.insert($0.family).inserted
        }
        await commit(
            RunFindings(egress: reports, judged: seen.reports, domains: part),
            retires: false
        )
    }

    /// Remembers the rest.
    ///
    /// - Parameters:
    ///   - egress: This machine's port 25.
    ///   - retires: Whether domains that were not found in this run are no longer looked after.
    mutating func finish(egress: [EgressReport], retires: Bool) async {
        let reports = egress.filter { !toldFamilies.contains($0.family) }
        await commit(
            RunFindings(egress: reports, judged: egress, domains: domains),
            retires: retires
        )
        domains = []
        _ = await last?.value
    }

    /// One part is written while the next is gathered.
    private mutating func commit(_ findings: RunFindings, retires: Bool) async {
        _ = await last?.value
        last = Task { [alerts] in await alerts.commit(findings, retires: retires) }
    }
}
