import ProbeModel

/// Says `intercepted` where port 25 connects, but not to the host asked for.
///
/// A connection to a documentation address proves it alone. Any other sign has an innocent
/// explanation now and then (a load balancer, paths of two lengths, a host with two names), so
/// that two of them are needed, seen at hosts of two operators. A verified certificate of the host asked for
/// outweighs every sign: whatever is in between passes mail on unharmed.
enum InterceptionRule {
    static func judge(_ observation: EgressObservation) -> EgressOpinion? {
        guard !isCertified(observation) else { return nil }
        let canary = canary(observation)
        let signs = signs(observation)
        guard canary != nil || (signs.count >= 2 && hasTwoOperators(observation)) else {
            return nil
        }
        var evidence = [canary].compactMap(\.self) + signs
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

    private static func signs(_ observation: EgressObservation) -> [Evidence] {
        [
            nearer(observation), sharedGreeting(observation), foreign(observation),
            masked(observation), mangled(observation), withoutStartTLS(observation),
        ].compactMap(\.self)
    }

    private static func hasTwoOperators(_ observation: EgressObservation) -> Bool {
        observation.connectingControls.operatorCount >= 2
    }

    private static func nearer(_ observation: EgressObservation) -> Evidence? {
        for pair in observation.traces {
            guard let comparison = TraceComparison(pair), let near = comparison.connectedNearer
            else {
                continue
            }
            return Evidence(
                .traceConnectNearer,
                "port 25 of \(pair.smtp.address) is answered \(near) hops away, port \(pair.reference.port) "
                    + "\(comparison.hostDistance) hops away"
            )
        }
        return nil
    }

    /// Unrelated operators' hosts that call themselves by one name.
    private static func sharedGreeting(_ observation: EgressObservation) -> Evidence? {
        var operators: [DomainName: Set<String>] = [:]
        for control in observation.connectingControls {
            for name in control.attempts.reduce(
                into: Set(),
                { $0.formUnion(ServerName.said(by: $1)) }
            ) {
                operators[name, default: []].insert(control.controlOperator)
            }
        }
        guard
            let shared = operators.filter({ $0.value.count >= 2 })
                .min(by: { $0.key < $1.key })
        else { return nil }
        return Evidence(
            .greetingShared,
            "hosts of \(shared.value.count) operators (\(shared.value.sorted().joined(separator: ", "))) "
                + "all call themselves \(shared.key) on port 25"
        )
    }

    private static func foreign(_ observation: EgressObservation) -> Evidence? {
        for control in observation.connectingControls {
            for probe in control.attempts
            where Authenticity.judge(probe, names: [control.host], reference: control.reference)
                == .foreign
            {
                let said = ServerName.said(by: probe).sorted().map(\.ascii).joined(separator: ", ")
                return Evidence(
                    .greetingForeign,
                    "\(control.host) calls itself \(said) on port 25, and otherwise on port \(control.referencePort)"
                )
            }
        }
        return nil
    }

    private static func masked(_ observation: EgressObservation) -> Evidence? {
        for (host, probe) in sessions(observation) {
            guard let greeting = probe.greeting, greeting.isMaskedGreeting else { continue }
            return Evidence(.greetingMasked, "\(host) greets with \(greeting.summary)")
        }
        return nil
    }

    /// Every session with port 25 that came about, with the name of the host asked for.
    private static func sessions(
        _ observation: EgressObservation
    ) -> [(host: DomainName, probe: ProbeObservation)] {
        observation.connectingControls.flatMap { control in
            control.attempts.map { (control.host, $0) }
        }
            + observation.mailHosts.compactMap { seen in seen.names.first.map { ($0, seen.probe) } }
    }

    private static func mangled(_ observation: EgressObservation) -> Evidence? {
        for (host, probe) in sessions(observation) where probe.clearCapabilities.hasMangledStartTLS {
            return Evidence(.startTLSMangled, "\(host) offers a mangled keyword in place of STARTTLS")
        }
        return nil
    }

    private static func withoutStartTLS(_ observation: EgressObservation) -> Evidence? {
        for control in observation.connectingControls {
            guard let reference = control.reference, reference.clearCapabilities.offers("STARTTLS"),
                let probe = control.attempts.first(where: { $0.outcome == .ready && !$0.usedHELO }),
                !probe.clearCapabilities.offers("STARTTLS")
            else { continue }
            return Evidence(
                .startTLSMissing,
                "\(control.host) offers STARTTLS on port \(control.referencePort) and not on port 25"
            )
        }
        return nil
    }

    /// A host that names itself rightly behind whatever is in between.
    private static func reachedHost(_ observation: EgressObservation) -> String? {
        for control in observation.connectingControls
        where control.attempts.contains(where: { ServerName.isSaid(by: $0, among: [control.host]) }) {
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
