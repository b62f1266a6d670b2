import ProbeModel

/// The requests that wait for their turn, so that nobody has to bear more sessions than ``AdmissionLimits`` say.
///
/// Networks take turns, and the addresses within each: who waits for a busy one holds nobody else up. Putting in, taking
/// out, cancelling and ending a session take the same time however many wait.
struct AdmissionQueue<Job> {
    private let limits: AdmissionLimits
    private var pace: AdmissionPace
    private var waiting: [UInt64: Job] = [:]
    private var networks: [AdmissionPlace: AdmissionNetwork] = [:]
    private var ready = FIFO<AdmissionPlace>()

    /// Creates a queue with nobody in it.
    init(_ limits: AdmissionLimits, now: Instant) {
        self.limits = limits
        pace = AdmissionPace(perSecond: limits.perSecond, now: now)
    }

    /// How many wait.
    var count: Int { waiting.count }

    /// How many places are remembered, for tests.
    var placeCount: Int { networks.count }

    /// When a request may begin, as far as its network and its address go; `nil` while none may.
    var nextTurn: Instant? { ready.isEmpty ? nil : pace.nextTurn }

    /// Puts a request in.
    mutating func append(_ job: Job, id: UInt64, to endpoint: Endpoint) {
        let place = AdmissionPlace(endpoint)
        waiting[id] = job
        if networks[place] == nil { networks[place] = makeNetwork(place.kind) }
        networks[place]?.append(id, to: endpoint.address)
        list(place)
    }

    /// Takes the request whose turn it is; its session counts until ``release(_:)``.
    mutating func takeFirst(at now: Instant) -> Job? {
        guard pace.nextTurn <= now else { return nil }
        while let place = ready.takeFirst() {
            networks[place]?.isListed = false
            let id = networks[place]?.takeFirst { [waiting] in waiting[$0] != nil }
            list(place)
            guard let id, let job = waiting.removeValue(forKey: id) else { continue }
            pace.take(at: now)
            return job
        }
        return nil
    }

    /// Notes that a session is over.
    mutating func release(_ endpoint: Endpoint) {
        let place = AdmissionPlace(endpoint)
        networks[place]?.release(endpoint.address)
        list(place)
    }

    /// Takes a request out of turn; `nil` when it does not wait here.
    mutating func remove(_ id: UInt64) -> Job? { waiting.removeValue(forKey: id) }

    /// Takes out everybody who waits.
    mutating func removeAll() -> [Job] {
        defer { waiting = [:] }
        return Array(waiting.values)
    }

    private func makeNetwork(_ kind: AdmissionPlace.Kind) -> AdmissionNetwork {
        AdmissionNetwork(
            limit: limits.sessions(withNetworkOn: kind),
            limitPerAddress: limits.sessions(withAddressOn: kind)
        )
    }

    /// Gives a place its turn, where it has somebody to send and may, or forgets it.
    private mutating func list(_ place: AdmissionPlace) {
        guard let network = networks[place] else { return }
        if network.isIdle {
            networks[place] = nil
        } else if network.isReady, !network.isListed {
            networks[place]?.isListed = true
            ready.append(place)
        }
    }
}
