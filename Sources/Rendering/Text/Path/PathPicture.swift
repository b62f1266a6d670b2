import ProbeModel

/// The way to one host, port 25 beside the reference port, as a table of hops.
///
/// Drawn from the first trace of a report, which is the one to a domain's own mail host where there is
/// one. No picture is better than one that shows nothing: there is none where no hop answered either port.
struct PathPicture: Hashable, Sendable {
    /// The families that look like this.
    private(set) var families: [AddressFamily]

    /// The host traced to.
    let host: DomainName

    /// The port that serves for comparison.
    let referencePort: UInt16

    /// The hops, the nearest first.
    private(set) var rows: [PathHopRow]

    /// The fewest hops beyond the one where port 25 is lost that are worth a line of "more hops".
    private static let leastOmitted = 3

    /// Draws a trace; `nil` where there is nothing to see.
    init?(_ pair: TracePair, _ report: EgressReport, isWhole: Bool) {
        families = [report.family]
        host = pair.host
        referencePort = pair.reference.port
        let reading = PathColumn.Reading(
            isLocal: report.verdict == .locallyBlocked || report.isOpenToMailOwnerAlone,
            isBlocked: report.verdict == .blocked || report.verdict == .locallyBlocked
                || report.isOpenToMailOwnerAlone,
            reachesHost: report.reachesHost == true
        )
        guard !pair.reference.answeredDistances.isEmpty || !pair.smtp.answeredDistances.isEmpty
        else { return nil }
        let reference = PathColumn(reference: pair.reference, reading)
        let smtp = PathColumn(smtp: pair.smtp, beside: pair.reference, reading)
        let hostDistance =
            pair.reference.connectedDistance ?? (smtp.cells.first { $0.value == .answers }?.key)
        let start = reading.isLocal ? 0 : 1
        rows = (start...max(smtp.last, reference.last, 1)).map { distance in
            var row = PathPicture.place(distance, pair, hostDistance)
            row.smtp = smtp.cells[distance] ?? .blank
            row.reference = reference.cells[distance] ?? .blank
            return row
        }
        joinSilent()
        if !isWhole { omitPassed() }
    }

    /// Whether port 25 does not get to the host as it should.
    var showsTrouble: Bool { rows.contains { $0.smtp.mark != .good && $0.smtp != .blank } }

    /// Joins the pictures of families that look alike.
    static func joined(_ pictures: [PathPicture]) -> [PathPicture] {
        pictures.reduce(into: []) { joined, picture in
            guard let same = joined.firstIndex(where: { $0.isLike(picture) }) else {
                return joined.append(picture)
            }
            joined[same].families += picture.families
            for index in picture.rows.indices {
                joined[same].rows[index].places += picture.rows[index].places
            }
        }
    }

    private func isLike(_ other: PathPicture) -> Bool {
        host == other.host && referencePort == other.referencePort && rows.count == other.rows.count
            && zip(rows, other.rows).allSatisfy { $0.isLike($1) }
    }

    /// Who is at a distance, as far as either port tells.
    private static func place(_ distance: Int, _ pair: TracePair, _ host: Int?) -> PathHopRow {
        func row(_ kind: PathHopRow.Kind, _ address: IPAddress? = nil) -> PathHopRow {
            let places = address.map { [PathHopRow.Place(address: $0, name: pair.hopNames[$0])] }
            return PathHopRow(kind: kind, first: distance, last: distance, places: places ?? [])
        }
        if distance == 0 { return row(.ownMachine) }
        if distance == host { return row(.host, pair.smtp.address) }
        if let router = pair.reference.routers[distance] ?? pair.smtp.routers[distance] {
            return row(.router, router)
        }
        let farthest = host ?? max(pair.reference.farthestAnswer, pair.smtp.farthestAnswer)
        return row(distance > farthest ? .nothing : .silent)
    }

    /// One line for silent routers in a row.
    private mutating func joinSilent() {
        rows = rows.reduce(into: []) { joined, row in
            if let last = joined.last, row.kind == .silent, last.kind == .silent,
                last.smtp == row.smtp, last.reference == row.reference
            {
                joined[joined.count - 1].last = row.last
            } else {
                joined.append(row)
            }
        }
    }

    /// One line for the routers that only the reference port gets to, where they are many.
    private mutating func omitPassed() {
        let isPassed = { (row: PathHopRow) in row.smtp == .blank && row.reference == .passes }
        guard let start = rows.firstIndex(where: isPassed) else { return }
        let end = rows[start...].firstIndex { !isPassed($0) } ?? rows.endIndex
        let count = rows[start..<end].map(\.count).reduce(0, +)
        guard count >= PathPicture.leastOmitted else { return }
        let omitted = PathHopRow(
            kind: .omitted,
            first: rows[start].first,
            last: rows[end - 1].last,
            reference: .passes
        )
        rows.replaceSubrange(start..<end, with: [omitted])
    }
}

extension PathTrace {
    /// The farthest distance of which a router answered, or at which something else came back first.
    fileprivate var farthestAnswer: Int {
        let ends = [connectedDistance, refusal?.distance, resetDistance].compactMap(\.self)
        return max(routers.keys.max() ?? 0, ends.min() ?? 0)
    }
}
