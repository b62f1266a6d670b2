import ProbeModel

extension DiagnosisEngine {
    /// Tries the endpoints of a route; `nil` where the route is the MX hosts' own, or leads to no SMTP server.
    ///
    /// Port 25 of the domain's own MX hosts is left to those who try it anyway.
    func tryRoute(
        _ route: Route?,
        for target: Target,
        beside resolution: Task<MXResolution, Never>
    ) async -> (plan: RoutePlan, probes: [Endpoint: ProbeObservation])? {
        guard case .smtp(_, let nexthops)? = route?.delivery else { return nil }
        let plan = RoutePlan(
            await resolve(nexthops.prefix(settings.maximumNexthops)),
            families: identity.usableFamilies.intersection(settings.families),
            maximumAddresses: settings.maximumAddresses
        )
        let known = smtpAddresses(await resolution.value)
        let probes = await withTaskGroup(of: [ProbeObservation].self) { group in
            for (endpoint, nexthop) in plan.endpoints {
                if endpoint.port == Endpoint.smtpPort, known.contains(endpoint.address) { continue }
                let probe = routeProbe(endpoint, of: nexthop, target: target)
                group.addTask { await probe.run() }
            }
            var all: [ProbeObservation] = []
            for await probes in group { all += probes }
            return all
        }
        return (plan, Dictionary(probes.map { ($0.endpoint, $0) }) { first, _ in first })
    }

    private func resolve(_ nexthops: ArraySlice<RouteNexthop>) async -> [NexthopObservation] {
        let resolver = NexthopResolver(
            resolver: resolver,
            mxResolver: mxResolver,
            identity: identity
        )
        return await withTaskGroup(of: (Int, NexthopObservation).self) { group in
            for (index, nexthop) in nexthops.enumerated() {
                group.addTask {
                    (index, await self.interruptible { await resolver.resolve(nexthop) })
                }
            }
            var found: [(Int, NexthopObservation)] = []
            for await answer in group { found.append(answer) }
            return found.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    /// The addresses whose port 25 is tried as that of the domain's own MX hosts.
    private func smtpAddresses(_ resolution: MXResolution) -> Set<IPAddress> {
        guard settings.triesSMTPPort else { return [] }
        var observation = DomainObservation(resolution: resolution, probes: [])
        observation.usableFamilies = identity.usableFamilies.intersection(settings.families)
        observation.allowedSpecialPurpose = settings.allowedSpecialPurpose
        return Set(
            observation.candidateHosts.flatMap {
                observation.triedAddresses(of: $0).prefix(settings.maximumAddresses)
            }
        )
    }

    private func routeProbe(
        _ endpoint: Endpoint,
        of nexthop: NexthopObservation,
        target: Target
    ) -> AddressProbe {
        let (address, port) = (endpoint.address, endpoint.port)
        let isSMTP = port == Endpoint.smtpPort
        let hosts = nexthop.hosts.filter { $0.addresses.contains(address) }
        let investigation = investigations[address.family]
        let names = hosts.compactMap(\.name) + [target.name]
        return AddressProbe(
            ledger: ledger,
            clock: clock,
            requests: [port: request(address, port: port, hosts: hosts, target: target)],
            // Who is silent on a port of his own choice after three SYNs does not answer there.
            plan: AddressPlan(ports: [port], triesAll: true, isPathKnown: !isSMTP),
            // An MX host's 25 may answer and make its alternates superfluous, but not the route.
            holds: !isSMTP,
            pathKnown: isSMTP ? investigation?.settled : nil,
            onSuspicion: { [settings] in
                if settings.controlUse == .automatic { investigation?.investigate() }
            },
            onConnected: { investigation?.startCanary() },
            isDistrusted: { await investigation?.distrusts($0, names: names) ?? false },
            onAlternate: { _ in }
        )
    }

    /// Hands what port 25 of the nexthops showed to the judgement of this machine's port 25.
    ///
    /// Their answers are no proof that it is open: a provider's own relay answers although 25 is
    /// blocked, and so does a neighbour in the local network.
    func addEvidence(ofRoute observation: DomainObservation) {
        let known = Set(observation.probes.map(\.endpoint))
        for nexthop in observation.route?.nexthops ?? [] {
            for probe in nexthop.probes
            where probe.endpoint.port == Endpoint.smtpPort && !known.contains(probe.endpoint)
                && !probe.isConnected && isOutside(probe.endpoint.address)
            {
                let address = probe.endpoint.address
                let names = nexthop.hosts.filter { $0.addresses.contains(address) }
                investigations[address.family]?.add(
                    MailHostObservation(names: names.compactMap(\.name), probe: probe)
                )
            }
        }
    }

    private func isOutside(_ address: IPAddress) -> Bool {
        SpecialPurpose.of(address) == nil
            || settings.allowedSpecialPurpose.contains { $0.contains(address) }
    }
}
