import AlertPolicy
import ProbeModel
import TestSupport
import Testing

/// A random past: domains that fail alone, and port 25 that fails for all, in stretches of random length.
struct RandomHistory {
    var generator: SeededGenerator
    private var egress = EgressVerdict.open
    private var own: [Verdict]
    let families: Set<AddressFamily> = [.ipv4]

    init(seed: Int, domains: Int) {
        generator = SeededGenerator(seed: seed)
        own = Array(repeating: .healthy, count: domains)
    }

    /// What the next run finds.
    mutating func next() throws -> [SubjectObservation] {
        if Int.random(in: 0..<15, using: &generator) == 0 {
            let verdicts: [EgressVerdict] = [.open, .open, .blocked, .intercepted, .inconclusive]
            egress = verdicts.randomElement(using: &generator) ?? .open
        }
        for index in own.indices where Int.random(in: 0..<12, using: &generator) == 0 {
            let verdicts: [Verdict] = [
                .healthy, .healthy, .degraded, .unreachable, .rejected, .misconfigured, .dnsFailure,
            ]
            own[index] = verdicts.randomElement(using: &generator) ?? .healthy
        }
        let isStopped = egress == .blocked || egress == .intercepted
        return try own.enumerated().map { index, verdict in
            let isOwn = verdict == .misconfigured || verdict == .dnsFailure
            return try Found.domain(
                "domain\(index).test",
                isStopped && !isOwn ? .blocked : verdict,
                families: families
            )
        } + [Found.egress(egress)]
    }

    /// A run that finds everything in order.
    func calm() throws -> [SubjectObservation] {
        try own.indices.map {
            try Found.domain("domain\($0).test", .healthy, families: families)
        } + [Found.egress(.open)]
    }
}
