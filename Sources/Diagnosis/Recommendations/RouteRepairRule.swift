import ProbeModel

/// Recommends `set-transport` where the administrator's own route fails although port 25 of the mail hosts works.
///
/// Silent where the entry names a filter or a neighbour in the local network: going past those is nobody's wish.
enum RouteRepairRule {
    static func recommend(_ advice: AdviceCase) -> [Recommendation] {
        let route = advice.route
        guard route.diversion == nil, advice.diagnosis.severity == .critical,
            let assessment = advice.assessment, assessment.isAtFault,
            case .works(let probes) = assessment.mxPath,
            case .smtp(let transport, _) = route.delivery,
            let name = ordinaryTransport(transport, advice),
            assessment.hops.flatMap(\.addresses).allSatisfy(isOutside)
        else { return [] }
        let host = host(named: assessment, among: probes, advice)
        let nexthop = host.map { $0.isBracketed ? "[\($0.name)]" : $0.name.ascii }
        let (pattern, stays) = pattern(advice)
        var notes = stays.map { [$0] } ?? []
        if host == nil {
            notes.append("mail then goes to the domain's MX hosts, past \(hosts(assessment))")
        }
        return [
            Recommendation(
                action: .setTransport,
                pattern: pattern,
                result: "\(name):\(nexthop ?? "")",
                verified: probes.contains { probe in
                    probe.acceptance == .accepted
                        && (host?.addresses.contains(probe.endpoint.address) ?? true)
                },
                reason: "\(RouteText.entry(route)) does not get mail through, and port 25 of "
                    + "\(host?.name.ascii ?? "the mail hosts") works",
                notes: notes
            )
        ]
    }

    /// The name of the transport to write; `nil` where it is one of the administrator's own making.
    private static func ordinaryTransport(_ name: String, _ advice: AdviceCase) -> String? {
        switch name {
        case "smtp", "relay": return name
        case "": return advice.context.isRelayDomain == true ? "relay" : "smtp"
        default: return nil
        }
    }

    private static func isOutside(_ address: IPAddress) -> Bool {
        !OwnAddress.isPrivate(address) && SpecialPurpose.of(address)?.name != "loopback"
    }

    /// An MX host with a working port 25 that the route names already.
    private struct NamedHost {
        let name: DomainName
        let isBracketed: Bool
        let addresses: [IPAddress]
    }

    private static func host(
        named assessment: RouteAssessment,
        among probes: [ProbeObservation],
        _ advice: AdviceCase
    ) -> NamedHost? {
        for hop in assessment.hops {
            for host in advice.hosts {
                guard let name = host.name, name == hop.name,
                    probes.contains(where: { host.addresses.contains($0.endpoint.address) })
                else { continue }
                let isBracketed: Bool
                if case .mx = hop.nexthop.destination, !hop.usesMX {
                    isBracketed = false
                } else {
                    isBracketed = true
                }
                return NamedHost(name: name, isBracketed: isBracketed, addresses: host.addresses)
            }
        }
        return nil
    }

    /// The pattern to write, and what becomes of an entry that serves other domains too.
    private static func pattern(_ advice: AdviceCase) -> (pattern: String, note: String?) {
        guard let pattern = advice.route.pattern else { return (advice.domain.ascii, nil) }
        if pattern.lowercased() == advice.domain.ascii { return (pattern, nil) }
        return (
            advice.domain.ascii,
            "the present entry \(SafeText.escape(pattern)) serves other domains too and stays"
        )
    }

    private static func hosts(_ assessment: RouteAssessment) -> String {
        assessment.hops.map(RouteText.nexthop).asList
    }
}
