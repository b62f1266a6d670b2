import ProbeModel

/// Says `offline` where this machine has no route, or nothing that was asked answers on any port.
enum OfflineRule {
    static func judge(_ observation: EgressObservation) -> EgressOpinion? {
        // What was cut short before it connected says nothing either way.
        let probes = (observation.smtpProbes + observation.referenceProbes)
            .filter { $0.outcome != .interrupted || $0.isConnected }
        guard !probes.isEmpty else { return nil }
        if probes.allSatisfy({ $0.outcome == .noRoute }) {
            return EgressOpinion(
                verdict: .offline,
                confidence: .conclusive,
                evidence: [
                    Evidence(
                        .noRoute,
                        "this machine has no route to any of \(Set(probes.map(\.endpoint.address)).count) addresses"
                    )
                ]
            )
        }
        let hasComparison = observation.controls.filter { !$0.referenceAttempts.isEmpty }
        guard hasComparison.operatorCount >= 2,
            probes.allSatisfy({ $0.outcome.isFailedConnect || $0.outcome == .noRoute }),
            probes.allSatisfy({ $0.outcome != .refused })
        else { return nil }
        return EgressOpinion(
            verdict: .offline,
            confidence: .likely,
            evidence: [
                Evidence(
                    .controlsDown,
                    "\(hasComparison.hostList) of \(hasComparison.operatorCount) operators answer on no port"
                )
            ]
        )
    }
}
