/// One SYN with a limited time to live, and what came back first.
public struct TraceProbe: Hashable, Sendable {
    /// The time to live (IPv4) or hop limit (IPv6) that it was sent with.
    public let distance: Int

    /// What came back.
    public let answer: TraceAnswer

    /// Who sent the answer; `nil` for silence.
    public let sender: IPAddress?

    /// From the SYN to the answer; `nil` for silence.
    public let roundTrip: Duration?

    /// Creates a probe.
    public init(
        distance: Int,
        answer: TraceAnswer,
        sender: IPAddress? = nil,
        roundTrip: Duration? = nil
    ) {
        self.distance = distance
        self.answer = answer
        self.sender = sender
        self.roundTrip = roundTrip
    }
}
