import ProbeModel

/// One domain's diagnosis with all that advice on it depends on.
struct AdviceCase: Sendable {
    let diagnosis: DomainDiagnosis
    let egress: [EgressReport]
    let context: AdviceContext

    var observation: DomainObservation { diagnosis.observation }
    var domain: DomainName { observation.resolution.domain }
    var route: Route { diagnosis.route }

    /// The hosts that mail from here may go to and that have a name.
    var hosts: [MXHost] { observation.candidateHosts.filter { $0.name != nil } }

    /// Whether this machine is one of the domain's MX hosts.
    var isBackup: Bool { observation.resolution.hosts.contains { $0.isSelf } }

    /// The families in which the domain can be reached from here; the route's where there is no MX host to go to.
    var families: Set<AddressFamily> {
        let families = observation.triedFamilies
        guard families.isEmpty else { return families }
        return Set(
            observation.routeProbes.map(\.endpoint)
                .filter { $0.port == Endpoint.smtpPort && !OwnAddress.isPrivate($0.address) }
                .map(\.address.family)
        )
    }

    /// Whether the route works; `nil` where it is the MX hosts' own, or was not tried.
    var assessment: RouteAssessment? {
        RouteAssessment(observation, route: route, egress: egress)
    }

    /// Whether Postfix sends the domain's mail by SMTP, as far as is known.
    var isSentBySMTP: Bool {
        switch route.delivery {
        case .mx, .smtp, .unknown: return true
        case .returned, .deferred, .other: return false
        }
    }

    /// Whether the route leads to a port of a host already.
    func routeLeads(to port: UInt16, of host: DomainName, addresses: [IPAddress]) -> Bool {
        guard case .smtp(_, let hops) = route.delivery else { return false }
        return hops.contains { hop in
            guard hop.port == port else { return false }
            switch hop.destination {
            case .mx(let name), .host(let name): return name == host
            case .address(let address): return addresses.contains(address)
            }
        }
    }

    /// Whether the first nexthop, written without brackets, has MX records of its own; `nil` when unknown.
    var nexthopHasMX: Bool? {
        if let known = context.nexthopHasMX { return known }
        guard let hop = observation.route?.nexthops.first, case .mx = hop.nexthop.destination,
            let resolution = hop.resolution, resolution.mxLookup.status.isDefinite
        else { return nil }
        return resolution.source == .mx
    }

    /// The reports of the families that matter for this domain.
    var reports: [EgressReport] { egress.filter { families.contains($0.family) } }

    /// The report of one family.
    func report(_ family: AddressFamily) -> EgressReport? {
        egress.first { $0.family == family }
    }

    /// Whether port 25 of the mail hosts cannot be used from here, or not safely, in any family.
    ///
    /// Not so where DNS or the mail hosts' own answer decides, nor where one family is free.
    var isPortUnusable: Bool {
        guard isSentBySMTP else { return false }
        switch diagnosis.verdict {
        case .blocked, .filtered: return true
        case .degraded, .unreachable, .rejected, .inconclusive:
            return !reports.isEmpty
                && families.allSatisfy { report($0)?.verdict.isTrouble == true }
        case .healthy, .diverted, .misconfigured, .noMail, .dnsFailure: return false
        }
    }

    /// Whether port 25 of an address is answered by a device in between, so that its words are not the host's.
    func isIntercepted(_ family: AddressFamily) -> Bool {
        report(family)?.verdict == .intercepted
    }

    /// The provider whose network stops port 25, where it is recognised.
    var provider: ProviderPolicy? {
        ProviderPolicies.provider(
            for: reports.filter { $0.verdict.isElsewhere },
            ownNames: context.ownNames
        )
    }
}

extension EgressVerdict {
    /// Whether port 25 of the world cannot be used as it should.
    var isTrouble: Bool { isElsewhere || self == .locallyBlocked }

    /// Whether somebody beyond this machine stops, diverts or slows port 25.
    var isElsewhere: Bool {
        switch self {
        case .blocked, .intercepted, .throttled: return true
        case .open, .locallyBlocked, .offline, .unavailable, .inconclusive: return false
        }
    }

    /// What happens to port 25, as the end of a sentence that begins with it.
    var habit: String {
        switch self {
        case .blocked: return "is blocked"
        case .intercepted: return "is answered by a device in between"
        case .throttled: return "passes now and then only"
        case .locallyBlocked: return "is stopped by this machine's own firewall"
        case .offline: return "is out of reach, like everything else"
        case .open: return "is open"
        case .unavailable: return "does not exist"
        case .inconclusive: return "could not be judged"
        }
    }
}

extension Sequence where Element == String {
    /// The elements as `a`, `a and b` or `a, b and c`.
    var asList: String {
        let items = Array(self)
        guard let last = items.last, items.count > 1 else { return items.first ?? "" }
        return items.dropLast().joined(separator: ", ") + " and " + last
    }
}
