import ProbeModel

/// Tells that this machine is the best MX host, so that nothing is left to deliver to.
enum SelfRule {
    static func findings(_ observation: DomainObservation) -> [Finding] {
        let hosts = observation.resolution.hosts
        guard let own = hosts.first(where: \.isSelf), observation.candidateHosts.isEmpty else {
            return []
        }
        return [
            Finding(
                .mxSelfIsBest,
                .ok,
                subject: own.exchange.description,
                message:
                    "this machine is the domain's best MX host; unless it is the final destination, "
                    + "mail would loop back to it"
            )
        ]
    }
}
