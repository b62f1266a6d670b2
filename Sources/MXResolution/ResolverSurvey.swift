import ProbeModel

/// What is known of each resolver's way with DNSSEC.
///
/// A resolver is asked once for the keys of a trust anchor, which are signed: where the signatures
/// are missing, it strips them from everything. The question is the one that validation begins with
/// anyway.
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

    /// The resolvers that were asked and said nothing.
    private var silentServers: Set<Int> = []

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
    ///
    /// - Parameters:
    ///   - result: The answer about the keys, or why there is none.
    ///   - server: The resolver.
    ///   - answersOthers: Whether it has answered other questions meanwhile, so that silence is
    ///     about the keys.
    mutating func note(
        _ result: Result<Forwarder.Answer, Forwarder.Failure>,
        for server: Int,
        answersOthers: Bool
    ) {
        switch result {
        case .success(let answer):
            standings[server] = answer.message.holdsSignatures ? .carries : .strips
        case .failure(let failure):
            let status = failure.trouble.status
            if !answersOthers, status == .timeout || status == .noResolver {
                // Not heard of at all: it is asked anew with the next lookup.
                standings[server] = .unknown
                silentServers.insert(server)
            } else {
                standings[server] = .fails(failure.explanation)
            }
        }
    }

    /// The resolvers to leave out where signatures are wanted: none, unless another passes them on.
    var excludedServers: Set<Int> {
        hasCarrier ? Set(standings.indices.filter { standings[$0].isUseless }) : []
    }

    /// Whether some resolver is known to pass signatures on.
    var hasCarrier: Bool {
        standings.contains { if case .carries = $0 { true } else { false } }
    }

    /// Whether some resolver has yet to answer.
    var isUnderWay: Bool {
        standings.contains { if case .asked = $0 { true } else { false } }
    }

    /// Whether some resolver has yet to answer that has not been silent before.
    var isWorthWaiting: Bool {
        standings.indices.contains { index in
            guard case .asked = standings[index] else { return false }
            return !silentServers.contains(index)
        }
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
