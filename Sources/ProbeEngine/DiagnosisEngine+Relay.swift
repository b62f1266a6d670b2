package import ProbeModel

extension DiagnosisEngine {
    /// The ports on which a relay takes mail: submission first, then between servers.
    private static let relayPorts: [UInt16] = [587, 25, 2525, 465]

    /// Asks a host that may serve as relayhost whether it takes a domain's mail, on all its usual ports at once.
    package func observeRelay(
        _ host: DomainName,
        for domain: DomainName
    ) async -> [ProbeObservation] {
        let target = Target.host(host)
        let resolution = await resolve(target)
        var observation = DomainObservation(resolution: resolution, probes: [])
        observation.usableFamilies = identity.usableFamilies.intersection(settings.families)
        observation.allowedSpecialPurpose = settings.allowedSpecialPurpose
        let addresses = resolution.hosts.flatMap { observation.triedAddresses(of: $0) }
        return await withTaskGroup(of: ProbeObservation.self) { group in
            for address in addresses {
                for port in Self.relayPorts {
                    var request = request(
                        address,
                        port: port,
                        hosts: resolution.hosts,
                        target: target
                    )
                    request.plan = SessionPlan(
                        ehloName: settings.ehloName,
                        tlsMode: request.endpoint.tlsMode,
                        acceptanceDomain: settings.acceptanceCheck == .never ? nil : domain
                    )
                    request.limits.connect = AddressPlan.silencePatience
                    group.addTask { [request] in await self.session(request) }
                }
            }
            var results: [ProbeObservation] = []
            for await result in group { results.append(result) }
            return results.sorted {
                ($0.endpoint.address, $0.endpoint.port) < ($1.endpoint.address, $1.endpoint.port)
            }
        }
    }
}
