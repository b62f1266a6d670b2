import ProbeModel

/// Whether an endpoint gets the domain's mail through, as far as a stranger's session can tell.
struct EndpointJudge: Sendable {
    let route: Route
    let egress: [EgressReport]

    /// Whether mail passes there.
    func passes(_ probe: ProbeObservation) -> Bool {
        guard probe.outcome == .ready, isGenuine(probe) else { return false }
        switch probe.acceptance {
        case .accepted, .deferred, .notTested: return true
        // Postfix may have a login for the nexthops that its administrator chose; mxprobe has none.
        case .loginRequired: return route.source != .mx && route.diversion == nil
        case .refused:
            return route.source == .relayhost && probe.capabilities.offers("AUTH")
        }
    }

    /// Whether the host asked for answers, and not a device on the way to the outside.
    private func isGenuine(_ probe: ProbeObservation) -> Bool {
        guard probe.endpoint.port == Endpoint.smtpPort,
            !OwnAddress.isPrivate(probe.endpoint.address), let report = report(probe)
        else { return true }
        switch report.verdict {
        case .intercepted: return report.reachesHost == true
        case .locallyBlocked: return !report.evidence.contains { $0.id == .endsAtSelf }
        case .open, .blocked, .offline, .throttled, .unavailable, .inconclusive: return true
        }
    }

    private func report(_ probe: ProbeObservation) -> EgressReport? {
        egress.first { $0.family == probe.endpoint.address.family }
    }
}
