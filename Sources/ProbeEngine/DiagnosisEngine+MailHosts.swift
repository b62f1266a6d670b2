import ProbeModel

extension DiagnosisEngine {
    /// Tries every address of every candidate host at once, each address once.
    func probe(_ observation: DomainObservation, target: Target) async -> [ProbeObservation] {
        var hosts: [IPAddress: [MXHost]] = [:]
        for host in observation.candidateHosts {
            for address in observation.triedAddresses(of: host).prefix(settings.maximumAddresses) {
                hosts[address, default: []].append(host)
            }
        }
        return await withTaskGroup(of: [ProbeObservation].self) { group in
            for (address, hosts) in hosts {
                let probe = addressProbe(address, hosts: hosts, target: target)
                group.addTask { await probe.run() }
            }
            var observations: [ProbeObservation] = []
            for await results in group { observations += results }
            return observations.sorted {
                ($0.endpoint.address, $0.endpoint.port) < ($1.endpoint.address, $1.endpoint.port)
            }
        }
    }

    private func addressProbe(_ address: IPAddress, hosts: [MXHost], target: Target) -> AddressProbe
    {
        let investigation = investigations[address.family]
        let names = hosts.compactMap(\.name) + [target.name]
        let first = settings.triesSMTPPort ? [Endpoint.smtpPort] : []
        let ports = first + settings.alternatePorts
        let requests = ports.map { port in
            (port, request(address, port: port, hosts: hosts, target: target))
        }
        return AddressProbe(
            ledger: ledger,
            clock: clock,
            requests: Dictionary(requests, uniquingKeysWith: { first, _ in first }),
            plan: AddressPlan(ports: ports, triesAll: settings.triesAllPorts),
            pathKnown: investigation?.settled,
            onSuspicion: { [settings] in
                if settings.controlUse == .automatic { investigation?.investigate() }
            },
            onConnected: { investigation?.startCanary() },
            isDistrusted: { await investigation?.distrusts($0, names: names) ?? false },
            onAlternate: { port in
                guard let name = hosts.first?.name else { return }
                investigation?.traceMailHost(name, address: address, port: port)
            }
        )
    }

    /// Hands what the domain's own hosts showed to the judgement of this machine's port 25.
    func addEvidence(_ observation: DomainObservation, target: Target) {
        for probe in observation.probes where probe.endpoint.port == Endpoint.smtpPort {
            let address = probe.endpoint.address
            let names = observation.candidateHosts.filter { $0.addresses.contains(address) }
                .compactMap(\.name)
            investigations[address.family]?.add(
                MailHostObservation(
                    names: names + [target.name],
                    probe: probe,
                    alternates: observation.probes.filter {
                        $0.endpoint.address == address && $0.endpoint.port != Endpoint.smtpPort
                    }
                )
            )
        }
    }
}
