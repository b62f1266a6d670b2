import ProbeModel

/// Tells that a run was cut short, so that gaps in it say nothing about the domain.
enum InterruptionRule {
    static func findings(_ observation: DomainObservation) -> [Finding] {
        guard observation.isInterrupted else { return [] }
        return [
            Finding(
                .interrupted,
                .unknown,
                subject: observation.resolution.domain.ascii,
                message:
                    "the run ended before everything was tried; what is shown is what was known by then"
            )
        ]
    }
}
