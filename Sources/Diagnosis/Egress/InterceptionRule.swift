import ProbeModel

/// Says `intercepted` where port 25 connects, but not to the host asked for.
///
/// A connection to a documentation address proves it alone. Any other sign has an innocent
/// explanation now and then (a load balancer, paths of two lengths, a host with two names), so
/// that two of them with causes of their own are needed, each seen at hosts of two operators. A verified certificate of the host asked for
/// outweighs every sign: whatever is in between passes mail on unharmed.
enum InterceptionRule {
    static func judge(_ observation: EgressObservation) -> EgressOpinion? {
        guard !isCertified(observation) else { return nil }
        let canary = canary(observation)
        let signs = InterceptionSign.all(observation)
        let causes = Set(signs.filter(\.isShared).map(\.cause))
        guard canary != nil || causes.count >= 2 else { return nil }
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
        guard let canary = observation.canary, canary.isConnected else { return nil }
        let greeting = canary.greeting.map { " and greets: \($0.summary)" } ?? ""
        return Evidence(
            .canaryConnects,
            "port 25 of \(canary.endpoint.address) connects\(greeting); nothing is there (documentation address)"
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
