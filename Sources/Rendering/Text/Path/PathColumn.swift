import ProbeModel

/// One port's way out, hop by hop: a column of the picture.
struct PathColumn: Sendable {
    /// What is known, by distance; 0 is this machine.
    private(set) var cells: [Int: PathCell] = [:]

    /// The distance of the last cell.
    var last: Int { cells.keys.max() ?? 0 }

    /// What the traces are read with.
    struct Reading: Sendable {
        /// Whether this machine's own firewall stops port 25, so that what comes back comes from here.
        var isLocal = false
        /// Whether silence is known to be somebody's doing.
        var isBlocked = false
        /// For a device that answers in the host's place: whether it hands mail to the host.
        var reachesHost = false
    }

    /// Reads the trace of the reference port, which is the measure of the other.
    init(reference trace: PathTrace, _ reading: Reading) {
        read(trace, host: nil, known: trace.routers, answered: [], reading)
        if reading.isLocal { cells[0] = .passes }
    }

    /// Reads the trace of port 25 beside the reference port's.
    init(smtp trace: PathTrace, beside reference: PathTrace, _ reading: Reading) {
        if reading.isLocal, trace.routers.isEmpty {
            cells[0] = PathColumn.local(trace)
            return
        }
        let host = reference.connectedDistance
        read(
            trace,
            host: host,
            known: reference.routers.merging(trace.routers) { first, _ in first },
            answered: Set(reference.routers.keys).union(host.map { [$0] } ?? []),
            reading
        )
        if reading.isLocal { cells[0] = .passes }
    }

    /// What comes back where this very machine stops the SYN.
    private static func local(_ trace: PathTrace) -> PathCell {
        if trace.endsAtSelf { return .answersInstead(reachesHost: false) }
        if trace.refusal != nil { return .prohibited }
        return trace.resetDistance == nil ? .stopped : .reset
    }

    /// Puts the answer that ends the trace where it came from; or tells where the trace is lost.
    private mutating func read(
        _ trace: PathTrace,
        host: Int?,
        known: [Int: IPAddress],
        answered: Set<Int>,
        _ reading: Reading
    ) {
        if let distance = trace.connectedDistance {
            let isNearer = host.map { distance < $0 } ?? false
            cells[distance] =
                isNearer ? .answersInstead(reachesHost: reading.reachesHost) : .answers
        } else if let refusal = trace.refusal {
            let sender = refusal.error.sender
            let hop = known.filter { $0.value == sender }.keys.min() ?? refusal.distance
            cells[hop] = refusal.error.meaning == .prohibited ? .prohibited : .unreachable
        } else if let distance = trace.resetDistance {
            cells[distance] = .reset
        } else {
            silence(trace, answered: answered, reading)
        }
        // Whatever went farther has passed the hops before, also those that keep silent.
        for distance in 1..<max(last, 1) where cells[distance] == nil { cells[distance] = .passes }
    }

    /// Tells where a port without any final answer is lost sight of.
    private mutating func silence(_ trace: PathTrace, answered: Set<Int>, _ reading: Reading) {
        let passed = trace.routers.keys.max() ?? 0
        let next = answered.filter { $0 > passed }.min() ?? passed + 1
        for distance in passed + 1..<max(next, passed + 1) { cells[distance] = .unknown }
        cells[next] = reading.isBlocked ? .neverSeen : .silent
    }
}
