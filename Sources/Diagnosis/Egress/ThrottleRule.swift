import ProbeModel

/// Says `throttled` where port 25 lets some connections through and stops others.
///
/// Not said of one host that answers while another does not, which firewalls of hosts do:
/// either one address must do both, beyond what loss explains, or two operators' controls must
/// fail beyond what loss explains while another host on 25 answers.
enum ThrottleRule {
    static func judge(_ observation: EgressObservation) -> EgressOpinion? {
        let passes = observation.smtpProbes.filter(\.outcome.isConnected)
        guard let pass = passes.first else { return nil }
        let failing = observation.failingControls
        let turncoats = observation.controls.filter { control in
            control.connectsOnSMTP && control.attempts.contains { $0.outcome.isFailedConnect }
                && control.connectsOnReference
        }
        let failed = failing.operatorCount >= 2 ? failing : turncoats
        guard failed.operatorCount >= 2, let ratio = significantRatio(observation, failed) else {
            return nil
        }
        return EgressOpinion(
            verdict: .throttled,
            confidence: ratio < LossModel.conclusive ? .conclusive : .likely,
            evidence: [
                Evidence(
                    .mixed,
                    "port 25 let \(passes.count) connections through (to \(pass.endpoint.address)) and stopped those to "
                        + "\(failed.hostList), whose reference ports answer"
                )
            ]
        )
    }

    private static func significantRatio(
        _ observation: EgressObservation,
        _ failed: [ControlObservation]
    ) -> Double? {
        let refused = failed.filter { $0.attempts.contains(where: \.outcome.isRefusal) }
        if refused.operatorCount >= 2 { return LossModel.conclusive - 1 }
        let ratio = SYNCount.sharedLog10Ratio(observation, failed)
        return ratio < LossModel.likely ? ratio : nil
    }
}
