import ProbeModel

/// Decides how far a trace goes, and how fast, so that few of its SYNs get to the host itself.
struct TracePacing: Hashable, Sendable {
    /// How many distances are tried at a time: so many connections a port does the host see at most.
    static let stride = 4

    /// How long the next distances are held back when the host's round trip is not known.
    static let unknownPace = Duration.milliseconds(150)

    /// The longest that they are held back: a slow host may see a few more.
    static let slowestPace = Duration.milliseconds(300)

    private var connected: Set<UInt16> = []
    private var refused: Set<UInt16> = []

    /// How long the next distances are held back: a little longer than an answer of the host takes.
    static func pace(_ roundTrip: Duration?) -> Duration {
        guard let roundTrip else { return unknownPace }
        return min(roundTrip + roundTrip / 4 + .milliseconds(5), slowestPace)
    }

    /// Takes an answer into account.
    mutating func note(_ answer: TraceAnswer, _ port: UInt16) {
        switch answer {
        case .connected: connected.insert(port)
        case .reset, .icmp: refused.insert(port)
        case .timeExceeded, .notSent, .silence: break
        }
    }

    /// Whether the host has answered on the port that serves for comparison, the last one.
    func isHostFound(_ ports: [UInt16]) -> Bool { ports.last.map(connected.contains) ?? false }

    /// Whether nothing new is to be learnt from farther away on a port.
    ///
    /// A refusal ends only its own port's way; silence goes on, because it is weighed by its SYNs.
    func isDone(_ port: UInt16) -> Bool { connected.contains(port) || refused.contains(port) }
}
