import ProbeModel

extension DiagnosisEngine {
    /// What to ask a port of a host.
    func request(
        _ address: IPAddress,
        port: UInt16,
        hosts: [MXHost],
        target: Target
    ) -> ProbeRequest {
        let endpoint = Endpoint(address: address, port: port)
        let names = hosts.compactMap(\.name)
        return ProbeRequest(
            endpoint: endpoint,
            hostName: names.first,
            otherNames: Array(names.dropFirst()) + [target.name],
            plan: SessionPlan(
                ehloName: settings.ehloName,
                tlsMode: endpoint.tlsMode,
                acceptanceDomain: acceptanceDomain(port: port, target: target)
            ),
            // TLSA records are bound to their port (RFC 6698 section 3).
            tlsaRecords: port == Endpoint.smtpPort ? hosts.first?.secureTLSARecords ?? [] : [],
            limits: settings.limits,
            sourceAddress: settings.sourceAddresses[address.family]
        )
    }

    /// Holds a session, or shares one that is held already.
    func session(_ request: ProbeRequest) async -> ProbeObservation {
        await withCheckedContinuation { continuation in
            ledger.observe(request) { event in
                if case .finished(let result) = event { continuation.resume(returning: result) }
            }
        }
    }

    private func acceptanceDomain(port: UInt16, target: Target) -> DomainName? {
        guard case .domain(let domain) = target else { return nil }
        switch settings.acceptanceCheck {
        case .always: return domain
        case .never: return nil
        case .automatic: return port == Endpoint.smtpPort ? nil : domain
        }
    }
}
