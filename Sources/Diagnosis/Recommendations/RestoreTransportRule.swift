import ProbeModel

/// Recommends `restore-transport` where mxprobe diverted the domain and port 25 of the mail hosts works again.
///
/// Also where the port that it was diverted to has died meanwhile, which makes it urgent.
enum RestoreTransportRule {
    static func recommend(_ advice: AdviceCase) -> [Recommendation] {
        guard advice.route.source == .transport, let diversion = advice.route.diversion,
            let assessment = advice.assessment, case .works(let probes) = assessment.mxPath
        else { return [] }
        let served = served(by: diversion, probes: probes, advice)
        var notes: [String] = []
        if let original = diversion.original, served == nil {
            notes.append(
                "the original entry \(SafeText.escape(original)) leads to none of the MX hosts, so whether it works "
                    + "was not tried"
            )
        }
        if !diversion.isIntact {
            notes.append(
                "the entry was changed by hand since, so mxprobe does not put it back"
                    + (RouteText.place(advice.route).map { ": see \($0)" } ?? "")
            )
        }
        return [
            Recommendation(
                action: .restoreTransport,
                pattern: advice.route.pattern,
                result: diversion.original,
                verified: served != nil,
                reason: reason(assessment, probes, advice),
                notes: notes,
                snippets: snippets(diversion, advice)
            )
        ]
    }

    /// A session with port 25 of a host that the original entry leads to.
    private static func served(
        by diversion: RouteDiversion,
        probes: [ProbeObservation],
        _ advice: AdviceCase
    ) -> ProbeObservation? {
        // Without an entry, the MX records decide again.
        guard let original = diversion.original else { return probes.first }
        let hops = EntryResult(original).hops
        return probes.first { probe in
            hops.isEmpty
                || hops.contains { hop in
                    hop.host == advice.domain.ascii
                        || advice.hosts.contains { host in
                            host.addresses.contains(probe.endpoint.address)
                                && host.name.map { hop.names($0, addresses: host.addresses) }
                                    == true
                        }
                }
        }
    }

    private static func reason(
        _ assessment: RouteAssessment,
        _ probes: [ProbeObservation],
        _ advice: AdviceCase
    ) -> String {
        let hosts = advice.hosts.filter { host in
            probes.contains { host.addresses.contains($0.endpoint.address) }
        }
        let answers = "port 25 of \(hosts.compactMap(\.name?.ascii).asList) works again"
        guard assessment.working == nil, let dead = assessment.trials.first else { return answers }
        return answers + ", and \(RouteText.endpoint(dead.probe, of: dead.hop)), where mail is "
            + "diverted to, \(OutcomeText.describe(dead.probe))"
    }

    private static func snippets(
        _ diversion: RouteDiversion,
        _ advice: AdviceCase
    ) -> [Snippet] {
        guard advice.context.canChangeMap, diversion.isIntact else { return [] }
        return [Snippet("puts it back", "mxprobe transport revert \(advice.domain)")]
    }
}
