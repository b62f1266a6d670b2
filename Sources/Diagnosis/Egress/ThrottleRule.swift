import ProbeModel

/// Says `throttled` where port 25 lets some connections through and stops others.
///
/// Not said of one host that answers while another does not, which firewalls of hosts do:
/// either one address must do both, beyond what loss explains, or two operators' controls must
/// fail beyond what loss explains while another host on 25 answers.
enum ThrottleRule {
    static func judge(_ observation: EgressObservation) -> EgressOpinion? {
        let passes = observation.smtpProbes.filter(\.outcome.isConnected)
        guard let pass = passes.first, let ratio = significantRatio(observation) else { return nil }
        let failing = observation.failingControls
        let turncoats = observation.controls.filter { control in
            control.connectsOnSMTP && control.attempts.contains { $0.outcome.isFailedConnect }
                && control.connectsOnReference
        }
        guard failing.operatorCount >= 2 || turncoats.operatorCount >= 2 else { return nil }
        let failed = failing.isEmpty ? turncoats : failing
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

    private static func significantRatio(_ observation: EgressObservation) -> Double? {
        let ratio = SYNCount(observation).model.log10Ratio
        let isRefused = observation.failingControls.contains { control in
            control.attempts.contains { $0.outcome != .timeout }
        }
        if isRefused { return LossModel.conclusive - 1 }
        return ratio < LossModel.likely ? ratio : nil
    }
}
