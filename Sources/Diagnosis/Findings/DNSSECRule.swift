import ProbeModel

/// Tells what is wrong with DNSSEC: signatures that do not hold, or a resolver that strips them.
///
/// A stripped signature is the resolver's doing and never held against the domain.
enum DNSSECRule {
    static func findings(_ observation: DomainObservation) -> [Finding] {
        stripped(observation) + bogus(observation)
    }

    private static func stripped(_ observation: DomainObservation) -> [Finding] {
        guard observation.resolverStripsDNSSEC else { return [] }
        return [
            Finding(
                .dnssecStripped,
                .ok,
                subject: "resolver",
                message:
                    "the resolver strips DNSSEC signatures, so answers cannot be validated and DANE "
                    + "is not judged; name a resolver that passes them on with --resolver"
            )
        ]
    }

    private static func bogus(_ observation: DomainObservation) -> [Finding] {
        let resolution = observation.resolution
        let lookups =
            [resolution.mxLookup]
            + resolution.hosts.flatMap { $0.addressLookups + [$0.tlsaLookup].compactMap(\.self) }
        return lookups.filter { $0.status == .bogus }.map { lookup in
            Finding(
                .dnssecBogus,
                .warning,
                subject: lookup.question.name.ascii,
                message:
                    "the DNSSEC signature of the \(lookup.question.type.mnemonic) answer does not hold"
                    + detail(lookup) + "; validating servers refuse it"
            )
        }
    }

    private static func detail(_ lookup: Lookup) -> String {
        lookup.failure.map { " (\(SafeText.escape($0.message)))" } ?? ""
    }
}
