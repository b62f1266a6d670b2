package import ProbeModel

extension DiagnosisEngine {
    /// Asks a domain's hosts again in the name of the user that runs Postfix, where this machine's firewall lets only that one out.
    ///
    /// What some other host answers that user says nothing about the domain's own, which may be down.
    ///
    /// - Parameters:
    ///   - observation: What the user who runs this program saw of the domain.
    ///   - target: The domain or host.
    ///   - egress: This machine's port 25 per family.
    /// - Returns: The observation, with the sessions that Postfix would have in place of those that were stopped here.
    package func askAsMailOwner(
        _ observation: DomainObservation,
        of target: Target,
        egress: [EgressReport]
    ) async -> DomainObservation {
        let families = Set(egress.filter(\.isOpenToMailOwnerAlone).map(\.family))
        guard !families.isEmpty, let user = facts.mailOwner() else { return observation }
        let requests = deniedRequests(observation, target: target, families: families)
        let sessions = await withTaskGroup(of: ProbeObservation.self) { group in
            for var request in requests {
                request.user = user
                request.limits.connect = AddressPlan.silencePatience
                group.addTask { [request] in await self.session(request) }
            }
            var sessions: [Endpoint: ProbeObservation] = [:]
            for await var session in group where session.outcome != .interrupted {
                session.isAsMailOwner = true
                sessions[session.endpoint] = session
            }
            return sessions
        }
        return replacing(observation, by: sessions)
    }

    /// The sessions with port 25 that did not come about, the MX hosts' and those of the route, each endpoint once.
    private func deniedRequests(
        _ observation: DomainObservation,
        target: Target,
        families: Set<AddressFamily>
    ) -> [ProbeRequest] {
        let nexthops = (observation.route?.nexthops ?? []).flatMap(\.hosts)
        let hosts = observation.candidateHosts + nexthops
        return observation.allProbes.filter { probe in
            probe.endpoint.port == Endpoint.smtpPort && !probe.isConnected
                && families.contains(probe.endpoint.address.family)
        }.map { probe in
            let address = probe.endpoint.address
            return request(
                address,
                port: probe.endpoint.port,
                hosts: hosts.filter { $0.addresses.contains(address) },
                target: target
            )
        }
    }

    private func replacing(
        _ observation: DomainObservation,
        by sessions: [Endpoint: ProbeObservation]
    ) -> DomainObservation {
        var observation = observation
        observation.probes = observation.probes.map { sessions[$0.endpoint] ?? $0 }
        if var route = observation.route {
            for index in route.nexthops.indices {
                route.nexthops[index].probes = route.nexthops[index].probes
                    .map { sessions[$0.endpoint] ?? $0 }
            }
            observation.route = route
        }
        return observation
    }
}
