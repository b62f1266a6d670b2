import ProbeModel

/// Says `unavailable` where this machine has no address of the family: not a fault of anybody.
enum UnavailableRule {
    static func judge(_ observation: EgressObservation) -> EgressOpinion? {
        guard !observation.isAvailable else { return nil }
        let message = "this machine has no \(observation.family.label) address that leads outside"
        return EgressOpinion(verdict: .unavailable, evidence: [Evidence(.noAddress, message)])
    }
}
