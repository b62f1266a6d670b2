import ProbeModel

/// The best port of a relay.
struct RelayOffer: Hashable, Sendable {
    let host: DomainName
    let port: UInt16
    let acceptance: Acceptance
    let origin: RelayObservation.Origin

    /// Picks the port; `nil` when none is usable.
    ///
    /// Port 25 does not count in families where a device in between answers it.
    init?(_ relay: RelayObservation, intercepted: Set<AddressFamily>) {
        let usable = relay.probes.filter { probe in
            let endpoint = probe.endpoint
            return probe.outcome == .ready && probe.acceptance != .refused
                && (endpoint.port != Endpoint.smtpPort
                    || !intercepted.contains(endpoint.address.family))
        }
        let best = usable.min {
            (RelayOffer.rank($0.acceptance), RelayOffer.rank($0.endpoint.port))
                < (RelayOffer.rank($1.acceptance), RelayOffer.rank($1.endpoint.port))
        }
        guard let best else { return nil }
        host = relay.host
        port = best.endpoint.port
        acceptance = best.acceptance
        origin = relay.origin
    }

    /// Whether it took a test recipient without a login.
    var isProven: Bool { acceptance == .accepted && port != Endpoint.implicitTLSPort }

    /// Whether it said that it wants a login.
    var needsLogin: Bool { acceptance == .loginRequired }

    /// The nexthop, in brackets; port 25 is Postfix's own and left out.
    var nexthop: String { port == Endpoint.smtpPort ? "[\(host)]" : "[\(host)]:\(port)" }

    /// The order among relays: what takes mail at once comes first, the user's own before the provider's.
    var rank: Int { RelayOffer.rank(acceptance) * 2 + (origin == .user ? 0 : 1) }

    var reason: String {
        let whose: String
        switch origin {
        case .user: whose = "the relay \(host)"
        case .provider(let name): whose = "\(SafeText.escape(name))'s relay \(host)"
        }
        return "\(whose) \(promise)"
    }

    /// What it does, as the end of a sentence that begins with it.
    var promise: String {
        switch acceptance {
        case .accepted: return "takes the domain's mail on port \(port) without a login"
        case .loginRequired: return "answers on port \(port) and takes mail with a login"
        case .deferred:
            return "answers on port \(port) and asks strangers to come again, so it is not proven"
        case .notTested, .refused:
            return "answers on port \(port); whether it takes the mail was not asked"
        }
    }

    private static func rank(_ acceptance: Acceptance) -> Int {
        switch acceptance {
        case .accepted: return 0
        case .loginRequired: return 1
        case .deferred: return 2
        case .notTested, .refused: return 3
        }
    }

    /// Submission comes first on a relay; a port with TLS from the first byte needs a service in master.cf.
    private static func rank(_ port: UInt16) -> Int {
        switch port {
        case 587: return 0
        case Endpoint.smtpPort: return 1
        case Endpoint.implicitTLSPort: return 3
        default: return 2
        }
    }
}
