import ProbeModel
import TestSupport

extension SimulatedNetwork {
    /// How many distances are tried, and how long an answer is awaited.
    private static let reach = 20
    private static let patience = 0.8

    /// How long a trace takes: two rounds.
    static let traceTime = 1.6

    /// Traces port 25 beside the reference port.
    mutating func trace(_ host: SimulatedHost, at time: Double) -> TracePair {
        let smtp = trace(host, Endpoint.smtpPort, at: time)
        return TracePair(host: host.name, smtp: smtp, reference: trace(host, 587, at: time))
    }

    private mutating func trace(_ host: SimulatedHost, _ port: UInt16, at time: Double) -> PathTrace
    {
        let distances = Array(1...Self.reach)
        var probes = distances.map { probe(host, port, hops: $0, at: time) }
        let silent = probes.filter { $0.answer == .silence }.map(\.distance)
        if !silent.isEmpty, silent.count < distances.count {
            probes += silent.map { probe(host, port, hops: $0, at: time + Self.patience) }
        }
        return PathTrace(
            address: host.address,
            port: port,
            probes: probes.sorted { $0.distance < $1.distance }
        )
    }

    private mutating func probe(
        _ host: SimulatedHost,
        _ port: UInt16,
        hops: Int,
        at time: Double
    ) -> TraceProbe {
        let flow = Int.random(in: 0..<840, using: &random)
        let answer = send(to: host, port: port, at: time, flow: flow, hops: hops)
        guard let answer, answer.time < time + Self.patience else {
            return TraceProbe(distance: hops, answer: .silence)
        }
        let (seen, sender): (TraceAnswer, IPAddress?)
        switch answer.answer {
        case .synAck: (seen, sender) = (.connected, host.address)
        case .reset: (seen, sender) = (.reset, host.address)
        case .icmp(let error): (seen, sender) = (.icmp(error), error.sender)
        case .timeExceeded(let router): (seen, sender) = (.timeExceeded, router)
        }
        return TraceProbe(
            distance: hops,
            answer: seen,
            sender: sender,
            roundTrip: .seconds(answer.time - time)
        )
    }
}
