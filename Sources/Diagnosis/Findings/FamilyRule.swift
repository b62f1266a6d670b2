import ProbeModel

/// Looks at IPv4 and IPv6 apart.
///
/// A family that this machine does not have is not a fault of anybody; a family in which
/// nothing answers beside one in which everything does is worth a warning.
enum FamilyRule {
    static func findings(_ observation: DomainObservation) -> [Finding] {
        unavailable(observation) + failing(observation)
    }

    private static func unavailable(_ observation: DomainObservation) -> [Finding] {
        AddressFamily.allCases.compactMap { family in
            guard !observation.usableFamilies.contains(family) else { return nil }
            let count = observation.candidateHosts
                .flatMap { observation.reachableAddresses(of: $0) }
                .count { $0.family == family }
            guard count > 0 else { return nil }
            let addresses = count == 1 ? "1 address" : "\(count) addresses"
            let message =
                observation.omittedFamilies.contains(family)
                ? "\(family.label) is left out of this run: \(addresses) not tried"
                : "this machine has no \(family.label) to the outside: \(addresses) could not be tried"
            return Finding(
                .familyUnavailable,
                .ok,
                subject: family.label,
                message: message
            )
        }
    }

    private static func failing(_ observation: DomainObservation) -> [Finding] {
        let onSMTP = observation.probes.filter { $0.endpoint.port == Endpoint.smtpPort }
        let working = Set(onSMTP.filter(\.outcome.speaksSMTP).map(\.endpoint.address.family))
        guard !working.isEmpty else { return [] }
        return AddressFamily.allCases.compactMap { family in
            let tried = onSMTP.filter { $0.endpoint.address.family == family }
            guard !tried.isEmpty, !working.contains(family) else { return nil }
            return Finding(
                .familyFails,
                .warning,
                subject: family.label,
                message: "no address answers on port 25 over \(family.label), while "
                    + "\(family.other.label) works"
            )
        }
    }
}

extension AddressFamily {
    /// The name that people use.
    var label: String { self == .ipv4 ? "IPv4" : "IPv6" }

    /// The other of the two.
    var other: AddressFamily { self == .ipv4 ? .ipv6 : .ipv4 }
}
