import ProbeModel

extension JSONReport {
    /// This machine's port 25 for one address family.
    func egress(_ report: EgressReport) -> JSONValue {
        [
            "family": .name(report.family),
            "verdict": .name(report.verdict),
            "method": .name(report.method),
            "confidence": .name(report.confidence),
            "reaches_host": report.reachesHost.map { JSONValue.bool($0) } ?? .null,
            "blocked_at": report.blockedAt.map { hop($0) } ?? .null,
            "controls": .array(report.controls.map { control($0) }),
            "evidence": .array(
                report.evidence.map { ["id": .text($0.id.rawValue), "message": .text($0.message)] }
            ),
        ]
    }

    private func hop(_ hop: PathHop) -> JSONValue {
        [
            "hop": .number(hop.distance), "address": .address(hop.address),
            "name": .text(hop.name?.description),
        ]
    }

    private func control(_ control: ControlObservation) -> JSONValue {
        [
            "host": .text(control.host.ascii),
            "operator": .text(control.controlOperator),
            "address": .address(control.address),
            "port": .number(Endpoint.smtpPort),
            "outcome": .name(control.probe?.outcome),
            "reference_port": .number(control.referencePort),
            "reference_outcome": .name(control.reference?.outcome),
            "attempts": .array(control.attempts.map { endpoint($0) }),
            "reference_attempts": .array(control.referenceAttempts.map { endpoint($0) }),
        ]
    }
}
