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
            "traces": .array(report.traces.map { traces($0) }),
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

    private func traces(_ pair: TracePair) -> JSONValue {
        [
            "host": .text(pair.host.ascii),
            "address": .address(pair.smtp.address),
            "smtp": trace(pair.smtp, names: pair.hopNames),
            "reference": trace(pair.reference, names: pair.hopNames),
        ]
    }

    private func trace(_ trace: PathTrace, names: [IPAddress: DNSName]) -> JSONValue {
        [
            "port": .number(trace.port),
            "ends_at_self": .bool(trace.endsAtSelf),
            "probes": .array(
                trace.probes.map { probe in
                    [
                        "distance": .number(probe.distance),
                        "answer": .text(probe.answer.name),
                        "from": .address(probe.sender),
                        "name": .text(probe.sender.flatMap { names[$0]?.description }),
                        "round_trip_ms": probe.roundTrip.map { .milliseconds($0) } ?? .null,
                        "icmp": probe.answer.icmpError.map { icmp($0) } ?? .null,
                    ]
                }
            ),
        ]
    }
}

extension TraceAnswer {
    /// The stable name of the answer.
    fileprivate var name: String {
        switch self {
        case .timeExceeded: return "time-exceeded"
        case .connected: return "connected"
        case .reset: return "reset"
        case .icmp: return "icmp"
        case .notSent: return "not-sent"
        case .silence: return "silence"
        }
    }

    /// The ICMP error that refused, where one did.
    fileprivate var icmpError: ICMPError? {
        if case .icmp(let error) = self { error } else { nil }
    }
}
