import ProbeModel

/// Tells of MX hosts at addresses that the Internet cannot reach (RFC 6890).
///
/// Silent for ranges that the user accepts and for hosts that mail from here never goes to.
enum SpecialPurposeRule {
    static func findings(_ observation: DomainObservation) -> [Finding] {
        observation.candidateHosts.flatMap { host in
            host.addresses.compactMap { address in
                guard let use = SpecialPurpose.of(address),
                    !observation.allowedSpecialPurpose.contains(where: { $0.contains(address) })
                else { return nil }
                let consequence =
                    use.isNeverAHost ? "it was not tried" : "only machines inside can reach it"
                return Finding(
                    .mxSpecialPurpose,
                    .warning,
                    subject: host.exchange.description,
                    message:
                        "\(address) is reserved for \(use.name) (\(use.network)): \(consequence)"
                )
            }
        }
    }
}
