import ProbeModel

/// What is known of each resolver's way with DNSSEC.
///
/// A resolver is asked once for the keys of a trust anchor, which are signed: where the signatures are missing,
/// it strips them from everything. The question is the one that validation begins with anyway.
struct ResolverSurvey {
    /// What is known of one resolver.
    enum Standing {
        /// Not asked, or it did not answer.
        case unknown
        /// Asked.
        case asked
        /// It passes signatures on.
        case carries
        /// It leaves them out.
        case strips
        /// It cannot get the keys.
        case fails(LookupFailure)

        /// Whether validation is out of the question with this resolver.
        var isUseless: Bool {
            switch self {
            case .strips, .fails: return true
            case .unknown, .asked, .carries: return false
            }
        }
    }

    /// The standings, in the order of the resolvers.
    private(set) var standings: [Standing]

    private let servers: [ResolverAddress]

    /// Creates a survey that has not begun.
    init(_ servers: [ResolverAddress]) {
        self.servers = servers
        standings = servers.map { _ in .unknown }
    }

    /// The resolvers to ask now, which count as asked from here on.
    mutating func takeUnasked() -> [Int] {
        standings.indices.filter { index in
            guard case .unknown = standings[index] else { return false }
            standings[index] = .asked
            return true
        }
    }

    /// Notes what came of asking.
    mutating func note(_ result: Result<Forwarder.Answer, Forwarder.Failure>, for server: Int) {
        switch result {
        case .success(let answer):
            standings[server] = answer.message.holdsSignatures ? .carries : .strips
        case .failure(let failure):
            switch failure.trouble.status {
            // Not heard of again: it is asked anew with the next lookup.
            case .timeout, .noResolver: standings[server] = .unknown
            default: standings[server] = .fails(failure.explanation)
            }
        }
    }

    /// The resolvers that no validation can rest on.
    var uselessServers: Set<Int> { Set(standings.indices.filter { standings[$0].isUseless }) }

    /// Whether some resolver is known to pass signatures on.
    var hasCarrier: Bool {
        standings.contains { if case .carries = $0 { true } else { false } }
    }

    /// Whether some resolver has yet to answer.
    var isUnderWay: Bool {
        standings.contains { if case .asked = $0 { true } else { false } }
    }

    /// What follows for validation as a whole.
    var validation: ValidationState {
        if hasCarrier { return .on }
        for (standing, server) in zip(standings, servers) {
            if case .strips = standing { return .stripped(server: server.description) }
        }
        for case .fails(let failure) in standings { return .noKeys(failure) }
        return .undecided
    }
}
