import ProbeModel

/// The refusals on port 25 of a run, weighed against a device that refuses by chance.
///
/// A refusal is no loss, but neither is it always a rule: overloaded devices reset one connection and let the
/// next one pass. One that refuses six SYNs of ten, and those to port 25 alone, refuses ``conclusive`` in a
/// row once in 165 times; that all controls' SYNs are refused is needed besides.
struct RefusalCount: Hashable, Sendable {
    /// How many SYNs to port 25 were refused, the operator left out who shows most.
    let refusals: Int

    /// How often each control must refuse before it counts.
    static let perControl = 3
    /// From this many on, a verdict is likely.
    static let likely = 8
    /// From this many on, a verdict is conclusive.
    static let conclusive = 10

    /// Counts those of some controls and of the traces to them.
    init(_ observation: EgressObservation, _ controls: [ControlObservation]) {
        var counts: [String: Int] = [:]
        for control in controls {
            let attempts = control.endedAttempts.count(where: \.outcome.isRefusal)
            let traced = observation.traces.filter { $0.smtp.address == control.address }
            let refused = traced.reduce(0) { $0 + $1.smtp.refusedProbes }
            counts[control.controlOperator, default: 0] += attempts + refused
        }
        refusals = counts.values.reduce(0, +) - (counts.values.max() ?? 0)
    }

    /// How sure a verdict is that rests on them.
    var confidence: Confidence? {
        if refusals >= Self.conclusive { return .conclusive }
        return refusals >= Self.likely ? .likely : nil
    }
}

extension PathTrace {
    /// How many SYNs were answered by a reset or by an ICMP error other than time exceeded.
    var refusedProbes: Int {
        probes.count { probe in
            switch probe.answer {
            case .reset, .icmp: true
            case .timeExceeded, .connected, .notSent, .silence: false
            }
        }
    }

    /// Whether SYNs got farther than where others were refused, as where a device refuses by chance.
    var passesRefusal: Bool {
        let nearest = [resetDistance, refusal?.distance].compactMap(\.self).min()
        guard let nearest, let farthest = routers.keys.max() else { return false }
        return farthest > nearest
    }
}
