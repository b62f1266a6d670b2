import ProbeModel

/// Says `intercepted` where port 25 connects, but not to the host asked for.
///
/// A connection to a documentation address proves it alone. Any other sign has an innocent
/// explanation now and then (a load balancer, paths of two lengths, a host with two names), so
/// that two of them are needed, each seen at hosts of two operators. A verified certificate of the host asked for
/// outweighs every sign: whatever is in between passes mail on unharmed.
enum InterceptionRule {
    static func judge(_ observation: EgressObservation) -> EgressOpinion? {
        guard !isCertified(observation) else { return nil }
        let canary = canary(observation)
        let signs = signs(observation)
        guard canary != nil || signs.count(where: { $0.operators.count >= 2 }) >= 2 else {
            return nil
        }
        var evidence = [canary].compactMap(\.self) + signs.map(\.evidence)
        let reached = reachedHost(observation)
        if let reached {
            evidence.append(
                Evidence(
                    .reachesHost,
                    "behind the device \(reached) answers all the same: mail flows, without what the device hides"
                )
            )
        }
        return EgressOpinion(
            verdict: .intercepted,
            confidence: canary != nil ? .conclusive : .likely,
            blockedAt: hop(observation),
            reachesHost: reached != nil,
            evidence: evidence
        )
    }

    private static func isCertified(_ observation: EgressObservation) -> Bool {
        observation.controls.contains { control in
            control.attempts.contains {
                Authenticity.judge($0, names: [control.host], reference: nil) == .certified
            }
        }
            || observation.mailHosts.contains {
                Authenticity.judge($0.probe, names: $0.names, reference: nil) == .certified
            }
    }

    private static func canary(_ observation: EgressObservation) -> Evidence? {
        guard let canary = observation.canary, canary.outcome.isConnected else { return nil }
        let greeting = canary.greeting.map { " and greets: \($0.summary)" } ?? ""
        return Evidence(
            .canaryConnects,
            "port 25 of \(canary.endpoint.address) connects\(greeting); nothing is there (documentation address)"
        )
    }

    /// One kind of sign: where it was seen first, and whose hosts show it.
    private struct Sign {
        let evidence: Evidence
        let operators: Set<String>

        init?(_ id: EvidenceID, _ seen: [(controlOperator: String, message: String)]) {
            guard let first = seen.first else { return nil }
            evidence = Evidence(id, first.message)
            operators = Set(seen.map(\.controlOperator))
        }
    }

    private static func signs(_ observation: EgressObservation) -> [Sign] {
        [
            nearer(observation), sharedGreeting(observation), foreign(observation),
            masked(observation), mangled(observation), withoutStartTLS(observation),
        ].compactMap(\.self)
    }

    private static func nearer(_ observation: EgressObservation) -> Sign? {
        Sign(
            .traceConnectNearer,
            observation.traces.compactMap { pair in
                guard let comparison = TraceComparison(pair), let near = comparison.connectedNearer
                else { return nil }
                let control = observation.controls.first { $0.address == pair.smtp.address }
                return (
                    control?.controlOperator ?? Control.operatorName(of: pair.host),
                    "port 25 of \(pair.smtp.address) is answered \(near) hops away, port \(pair.reference.port) "
                        + "\(comparison.hostDistance) hops away"
                )
            }
        )
    }

    /// Unrelated operators' hosts that call themselves by one name, and by another on their reference ports.
    private static func sharedGreeting(_ observation: EgressObservation) -> Sign? {
        var operators: [DomainName: Set<String>] = [:]
        for control in observation.connectingControls {
            let saidThere = control.reference.map(ServerName.said) ?? []
            for name in control.attempts.flatMap(ServerName.said) where !saidThere.contains(name) {
                operators[name, default: []].insert(control.controlOperator)
            }
        }
        guard
            let shared = operators.filter({ $0.value.count >= 2 })
                .min(by: { $0.key < $1.key })
        else { return nil }
        let message =
            "hosts of \(shared.value.count) operators (\(shared.value.sorted().joined(separator: ", "))) "
            + "all call themselves \(shared.key) on port 25"
        return Sign(.greetingShared, shared.value.map { ($0, message) })
    }

    private static func foreign(_ observation: EgressObservation) -> Sign? {
        Sign(
            .greetingForeign,
            observation.connectingControls.compactMap { control in
                let probe = control.attempts.first { probe in
                    Authenticity.judge(probe, names: [control.host], reference: control.reference)
                        == .foreign
                }
                guard let probe else { return nil }
                let said = ServerName.said(by: probe).sorted().map(\.ascii).joined(separator: ", ")
                return (
                    control.controlOperator,
                    "\(control.host) calls itself \(said) on port 25, and otherwise on port \(control.referencePort)"
                )
            }
        )
    }

    private static func masked(_ observation: EgressObservation) -> Sign? {
        Sign(
            .greetingMasked,
            sessions(observation).compactMap { session in
                guard let greeting = session.probe.greeting, greeting.isMaskedGreeting else {
                    return nil
                }
                return (
                    session.controlOperator, "\(session.host) greets with \(greeting.summary)"
                )
            }
        )
    }

    /// Every session with port 25 that came about, with the name of the host asked for.
    private static func sessions(_ observation: EgressObservation) -> [Session] {
        observation.connectingControls.flatMap { control in
            control.attempts.map { Session(control.controlOperator, control.host, $0) }
        }
            + observation.mailHosts.compactMap { seen in
                seen.names.first.map { Session(Control.operatorName(of: $0), $0, seen.probe) }
            }
    }

    private struct Session {
        let controlOperator: String
        let host: DomainName
        let probe: ProbeObservation

        init(_ controlOperator: String, _ host: DomainName, _ probe: ProbeObservation) {
            self.controlOperator = controlOperator
            self.host = host
            self.probe = probe
        }
    }

    private static func mangled(_ observation: EgressObservation) -> Sign? {
        Sign(
            .startTLSMangled,
            sessions(observation).filter(\.probe.clearCapabilities.hasMangledStartTLS).map {
                (
                    $0.controlOperator, "\($0.host) offers a mangled keyword in place of STARTTLS"
                )
            }
        )
    }

    private static func withoutStartTLS(_ observation: EgressObservation) -> Sign? {
        Sign(
            .startTLSMissing,
            observation.connectingControls.filter { control in
                guard let reference = control.reference,
                    reference.clearCapabilities.offers("STARTTLS"),
                    let probe = control.attempts.first(where: {
                        $0.outcome == .ready && !$0.usedHELO
                    })
                else { return false }
                return !probe.clearCapabilities.offers("STARTTLS")
            }.map { control in
                (
                    control.controlOperator,
                    "\(control.host) offers STARTTLS on port \(control.referencePort) and not on port 25"
                )
            }
        )
    }

    /// A host that names itself rightly behind whatever is in between.
    private static func reachedHost(_ observation: EgressObservation) -> String? {
        for control in observation.connectingControls
        where control.attempts.contains(where: { ServerName.isSaid(by: $0, among: [control.host]) })
        {
            return control.host.ascii
        }
        return observation.mailHosts.first { ServerName.isSaid(by: $0.probe, among: $0.names) }?
            .names.first?.ascii
    }

    private static func hop(_ observation: EgressObservation) -> PathHop? {
        for pair in observation.traces {
            if let comparison = TraceComparison(pair), comparison.connectedNearer != nil {
                return comparison.lastHop
            }
        }
        return nil
    }
}
