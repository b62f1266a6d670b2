import ProbeModel

/// Judges a route whose nexthops leave no address to try.
enum NexthopVerdict {
    static func judge(_ hops: [NexthopObservation]) -> Judgement {
        let lookups = hops.flatMap(lookups)
        if hops.contains(where: { !$0.isSelf && !$0.addresses.isEmpty }) {
            return Judgement(
                .inconclusive,
                "Postfix's route has only addresses of a family that this machine does not have"
            )
        }
        if lookups.contains(where: { $0.status == .interrupted }) {
            return Judgement(.inconclusive, "the run ended before DNS had answered")
        }
        if let failed = lookups.first(where: { !$0.status.isDefinite }) {
            let detail = failed.failure.map { ": \(SafeText.escape($0.message))" } ?? ""
            return Judgement(
                .dnsFailure,
                "the nexthop \(failed.question.name) of Postfix's route could not be looked up "
                    + "(\(failed.status.rawValue))\(detail)"
            )
        }
        return Judgement(.misconfigured, missing(hops))
    }

    private static func missing(_ hops: [NexthopObservation]) -> String {
        guard let hop = hops.first(where: { !$0.isSelf }) else {
            return "Postfix's route leads nowhere"
        }
        let text = RouteText.nexthop(hop)
        if hop.resolution?.source == .null {
            return "the nexthop \(text) of Postfix's route takes no mail (null MX)"
        }
        let isUnknown = lookups(hop).contains { $0.status == .nxdomain }
        return "the nexthop \(text) of Postfix's route "
            + (isUnknown ? "does not exist in DNS" : "has no address")
    }

    /// Every lookup that was made for a nexthop.
    static func lookups(_ hop: NexthopObservation) -> [Lookup] {
        guard let resolution = hop.resolution else { return [] }
        return [resolution.mxLookup] + resolution.hosts.flatMap(\.addressLookups)
    }
}
