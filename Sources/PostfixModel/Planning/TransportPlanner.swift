public import ProbeModel
import TransportMap

/// Decides which table holds the change of each domain, and plans the edits.
///
/// A pure function of the tables as they were read and of what is wanted.
public struct TransportPlanner: Sendable {
    /// The tables of `transport_maps` in order; the overlay also where it is not listed yet.
    public var tables: [PlanTable]

    /// Whether changes go into mxprobe's own map.
    public var usesOverlay: Bool

    /// Whether a change is made only where the acceptance check passed.
    public var onlyVerified: Bool

    /// The path of the only table that may be changed; `nil` for any.
    public var onlyFile: String?

    /// Whether a change may bring entries into use that somebody wrote without running `postmap`.
    public var publishesPending = false

    /// Creates a planner.
    public init(
        tables: [PlanTable],
        usesOverlay: Bool = false,
        onlyVerified: Bool = true,
        onlyFile: String? = nil
    ) {
        self.tables = tables
        self.usesOverlay = usesOverlay
        self.onlyVerified = onlyVerified
        self.onlyFile = onlyFile
    }

    /// Plans what is wanted for each domain.
    ///
    /// - Parameter wanted: The domain, the place of its present entry where it has one, and what is wanted.
    /// - Returns: What is planned for each, and the edit of each table that changes.
    public func plan(
        _ wanted: [(domain: DomainName, place: FilePlace?, change: WantedChange)]
    ) -> TransportPlan {
        var work = PlanWork(tables: tables, publishesPending: publishesPending)
        for (domain, place, change) in wanted {
            switch change {
            case .nothing(let reasons): work.record(domain.ascii, .unchanged(reasons))
            case .refused(let reasons): work.record(domain.ascii, .refused(reasons))
            case .change(_, isVerified: false, let reason) where onlyVerified:
                work.record(domain.ascii, .refused([Self.unverified, reason]))
            case .change(let change, _, let reason):
                switch target(of: change, place: place) {
                case .failure(let obstacle):
                    work.record(domain.ascii, .refused(obstacle.reasons(for: change)))
                case .success(let table): work.add(change, domain, reason, to: table)
                }
            }
        }
        return work.finished()
    }

    private static let unverified =
        "the alternate did not take a test recipient, and only verified changes are made (--no-only-verified lifts that)"

    private struct Obstacle: Error {
        let text: String
        /// The table that somebody else has to write.
        var table: String?

        /// What is told: why, and the entry for whoever writes the table.
        func reasons(for change: MapChange) -> [String] {
            guard let table, case .divert(let pattern, let result) = change else { return [text] }
            let entry = TableSpecification(table).entryText("\(pattern)", "\(result)")
            return [text, "the entry to put there: \(entry)"]
        }
    }

    private func target(of change: MapChange, place: FilePlace?) -> Result<Int, Obstacle> {
        if case .revert(let pattern) = change {
            return holder(of: pattern).map { .success($0) }
                ?? .failure(Obstacle(text: "\(pattern) is not diverted"))
        }
        if usesOverlay {
            guard let overlay = tables.firstIndex(where: \.isOverlay) else {
                return .failure(Obstacle(text: "there is no overlay map; --init sets it up"))
            }
            return usable(overlay)
        }
        // An entry that mxprobe's overlay holds is changed there, whatever the strategy.
        if let place, let table = tables.firstIndex(where: { $0.file == place.file }) {
            if let onlyFile, tables[table].file != onlyFile {
                let text = "the present entry stands in \(place.file), not in \(onlyFile)"
                return .failure(Obstacle(text: text))
            }
            return usable(table)
        }
        let others = tables.indices.filter {
            !tables[$0].isOverlay && (onlyFile == nil || tables[$0].file == onlyFile)
        }
        if let table = others.first(where: { tables[$0].obstacle == nil }) {
            return .success(table)
        }
        if let onlyFile, others.isEmpty {
            return .failure(Obstacle(text: "\(onlyFile) is no table of transport_maps"))
        }
        guard let first = others.first else { return .failure(Obstacle(text: Self.noTable)) }
        return usable(first)
    }

    private static let noTable =
        "transport_maps names no table: set one up (postconf -e transport_maps=hash:/etc/postfix/transport), "
        + "or use --strategy overlay --init"

    private func usable(_ table: Int) -> Result<Int, Obstacle> {
        guard let obstacle = tables[table].obstacle else { return .success(table) }
        let name = tables[table].name
        return .failure(Obstacle(text: "\(name) \(obstacle)", table: name))
    }
}
