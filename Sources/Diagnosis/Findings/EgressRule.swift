import ProbeModel

/// Tells in which families this machine's own port 25 does not work.
enum EgressRule {
    static func findings(_ observation: DomainObservation, egress: [EgressReport]) -> [Finding] {
        let families = observation.triedFamilies
        return egress.filter { families.contains($0.family) }.compactMap { report in
            guard report.verdict.stopsMail || report.verdict == .throttled else { return nil }
            let message = report.evidence.first?.message ?? report.verdict.rawValue
            return Finding(
                .egressStopped,
                .warning,
                subject: report.family.label,
                message: "port 25 out of this machine is \(report.verdict.rawValue) over "
                    + "\(report.family.label): \(message)"
            )
        }
    }
}
