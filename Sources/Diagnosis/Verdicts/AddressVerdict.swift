import ProbeModel

/// Judges domains whose hosts leave no address to try; silent when there is one.
enum AddressVerdict {
    static func judge(_ observation: DomainObservation) -> Judgement? {
        let hosts = observation.candidateHosts
        if hosts.isEmpty, observation.resolution.hosts.contains(where: \.isSelf) {
            return Judgement(
                .inconclusive,
                "this machine is the domain's best MX host: there is nothing to deliver to from here"
            )
        }
        guard hosts.allSatisfy({ observation.triedAddresses(of: $0).isEmpty }) else { return nil }
        return withoutAddress(observation, hosts: hosts)
    }

    private static func withoutAddress(
        _ observation: DomainObservation,
        hosts: [MXHost]
    ) -> Judgement {
        let reachable = hosts.flatMap { observation.reachableAddresses(of: $0) }
        if !reachable.isEmpty,
            reachable.allSatisfy({ observation.omittedFamilies.contains($0.family) })
        {
            return Judgement(
                .inconclusive,
                "the mail hosts have only addresses of a family that this run leaves out"
            )
        }
        if !reachable.isEmpty {
            return Judgement(
                .inconclusive,
                "the mail hosts have only addresses of a family that this machine does not have"
            )
        }
        let lookups = hosts.flatMap(\.addressLookups)
        if lookups.contains(where: { $0.status == .interrupted }) {
            return Judgement(.inconclusive, "the run ended before DNS had answered")
        }
        if lookups.contains(where: { $0.status == .bogus }) {
            return Judgement(
                .misconfigured,
                "the DNSSEC signature of the mail hosts' addresses does not hold"
            )
        }
        if let failed = lookups.first(where: { !$0.status.isDefinite }) {
            let detail = failed.failure.map { ": \(SafeText.escape($0.message))" } ?? ""
            return Judgement(
                .dnsFailure,
                "the addresses of the mail hosts could not be looked up (\(failed.status.rawValue))"
                    + detail
            )
        }
        return Judgement(.misconfigured, reason(hosts))
    }

    private static func reason(_ hosts: [MXHost]) -> String {
        if hosts.allSatisfy({ $0.name == nil }) {
            return "the MX records name no host, only "
                + (hosts.contains { IPAddress($0.exchange.description) != nil }
                    ? "addresses" : "names that cannot be host names")
        }
        if hosts.contains(where: { !$0.addresses.isEmpty }) {
            return "the mail hosts have only addresses that the Internet cannot reach"
        }
        return hosts.count == 1
            ? "the MX host \(hosts[0].exchange) has no address"
            : "none of the \(hosts.count) MX hosts has an address"
    }
}
