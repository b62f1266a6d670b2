package import ProbeModel
import Synchronization

/// The sessions of one run, each held once however many domains ask for it.
///
/// Two sessions with port 25 of one address never overlap: many mail servers allow one connection a client.
/// Of a very large run the sessions that nobody has asked for in a long time are forgotten.
package final class ProbeLedger: Sendable {
    /// What makes two sessions the same: where they go, whose mail they offer, and in which user's name.
    package struct Key: Hashable, Sendable {
        let endpoint: Endpoint
        let acceptanceDomain: DomainName?
        let user: SystemUser?
        /// The name for SNI, where it must be the request's own.
        let serverName: DomainName?

        init(_ request: ProbeRequest, serverName: DomainName? = nil) {
            self.serverName = serverName
            endpoint = request.endpoint
            acceptanceDomain = request.plan.acceptanceDomain
            user = request.user
        }
    }

    /// News of a session.
    package enum Event: Hashable, Sendable {
        /// The SYN was answered.
        case connected
        /// It is over.
        case finished(ProbeObservation)
    }

    /// The most sessions that are remembered after their end: those of some ten thousand hosts, which take about 100 MB.
    package static let maximumResults = 40_000

    /// A session under way.
    private struct Entry {
        /// The request that is carried out.
        let request: ProbeRequest
        var task: Task<Void, Never>?
        var isConnected = false
        /// How many need the session to its end, whatever others make of it.
        var holders = 0
        var listeners: [@Sendable (Event) -> Void] = []
    }

    /// A session that is over.
    private struct Ended {
        let request: ProbeRequest
        let result: ProbeObservation
    }

    /// The last session that was asked for with port 25 of an address.
    private struct Tail {
        let key: Key
        let task: Task<Void, Never>
    }

    private struct State {
        var entries: [Key: Entry] = [:]
        var ended: GenerationCache<Key, Ended>
        /// Those under way, by endpoint.
        var tails: [Endpoint: Tail] = [:]
        /// Whether the run has ended, so that nothing new is begun.
        var isClosed = false
    }

    private let prober: any EndpointProbing
    private let state: Mutex<State>

    /// Creates an empty ledger over something that holds sessions.
    ///
    /// - Parameters:
    ///   - prober: Holds the sessions.
    ///   - maximumResults: The most sessions that are remembered after their end.
    package init(prober: any EndpointProbing, maximumResults: Int = ProbeLedger.maximumResults) {
        self.prober = prober
        state = Mutex(State(ended: GenerationCache(capacity: maximumResults)))
    }

    /// Holds a session, or joins one under way or finished.
    ///
    /// - Parameters:
    ///   - request: The session; only the first of equal requests is carried out, and its certificates are judged
    ///     by each request's own names and TLSA records.
    ///   - holds: Whether the caller needs it to its end, so that others cannot cut it.
    ///   - listener: Called for each event, at once for those that have passed; must not block.
    package func observe(
        _ request: ProbeRequest,
        holds: Bool = false,
        listener: @escaping @Sendable (Event) -> Void
    ) {
        observe(request, key: Key(request), holds: holds, listener: listener)
    }

    private func observe(
        _ request: ProbeRequest,
        key: Key,
        holds: Bool,
        listener: @escaping @Sendable (Event) -> Void
    ) {
        let tell = { @Sendable (event: Event, first: ProbeRequest) in
            self.tell(event, of: first, to: request, key: key, listener)
        }
        var first = request
        let past = state.withLock { state -> [Event] in
            if let entry = state.entries[key] {
                first = entry.request
                state.entries[key]?.listeners.append { [first] in tell($0, first) }
                if holds { state.entries[key]?.holders += 1 }
                return entry.isConnected ? [.connected] : []
            }
            if let ended = state.ended.value(for: key) {
                first = ended.request
                return [.finished(ended.result)]
            }
            if state.isClosed {
                return [
                    .finished(ProbeObservation(endpoint: request.endpoint, outcome: .interrupted))
                ]
            }
            state.entries[key] = Entry(
                request: request,
                holders: holds ? 1 : 0,
                listeners: [listener]
            )
            let task = start(request, key: key, after: state.tails[request.endpoint]?.task)
            state.entries[key]?.task = task
            if request.endpoint.port == Endpoint.smtpPort {
                state.tails[request.endpoint] = Tail(key: key, task: task)
            }
            return []
        }
        for event in past { tell(event, first) }
    }

    /// Hands an event to one who asked, with the certificates judged by that one's own names and TLSA records.
    ///
    /// A certificate that does not match may be one that the server shows to those who ask for another name, so
    /// that a second session settles it; TLSA records are bound to the name (RFC 7672 section 8.1).
    private func tell(
        _ event: Event,
        of first: ProbeRequest,
        to request: ProbeRequest,
        key: Key,
        _ listener: @escaping @Sendable (Event) -> Void
    ) {
        guard case .finished(var result) = event, let tls = result.tls, !request.expectsSame(first)
        else { return listener(event) }
        let judged = prober.judge(tls, for: request)
        result.tls = judged
        guard judged.dane == .mismatch, request.hostName != first.hostName, key.serverName == nil
        else { return listener(.finished(result)) }
        let own = Key(request, serverName: request.hostName)
        observe(request, key: own, holds: true) { [result] event in
            // A second session that fails leaves what is known.
            if case .finished(let second) = event {
                listener(.finished(second.tls == nil ? result : second))
            }
        }
    }

    /// Ends a session early, for all who wait for it, unless another caller holds it.
    ///
    /// - Parameters:
    ///   - request: The session.
    ///   - held: Whether the caller itself holds it, and lets go of it now.
    package func cut(_ request: ProbeRequest, held: Bool = false) {
        let key = Key(request)
        let task = state.withLock { state -> Task<Void, Never>? in
            guard var entry = state.entries[key] else { return nil }
            if held { entry.holders = max(0, entry.holders - 1) }
            state.entries[key] = entry
            return entry.holders == 0 ? entry.task : nil
        }
        task?.cancel()
    }

    /// Ends everything that is under way and begins nothing more.
    package func close() {
        let tasks = state.withLock { state in
            state.isClosed = true
            return state.entries.values.compactMap(\.task)
        }
        for task in tasks { task.cancel() }
    }

    private func start(
        _ request: ProbeRequest,
        key: Key,
        after previous: Task<Void, Never>?
    ) -> Task<Void, Never> {
        Task {
            await previous?.value
            let result = await prober.probe(request) { [weak self] progress in
                if progress == .connected { self?.connected(key) }
            }
            finished(key, result)
        }
    }

    private func connected(_ key: Key) {
        let listeners = state.withLock { state in
            state.entries[key]?.isConnected = true
            return state.entries[key]?.listeners ?? []
        }
        for listener in listeners { listener(.connected) }
    }

    private func finished(_ key: Key, _ result: ProbeObservation) {
        let listeners = state.withLock { state -> [@Sendable (Event) -> Void] in
            guard let entry = state.entries.removeValue(forKey: key) else { return [] }
            state.ended.insert(Ended(request: entry.request, result: result), for: key)
            if state.tails[key.endpoint]?.key == key { state.tails[key.endpoint] = nil }
            return entry.listeners
        }
        for listener in listeners { listener(.finished(result)) }
    }
}

extension ProbeRequest {
    /// Whether another request expects the same of a certificate.
    fileprivate func expectsSame(_ other: ProbeRequest) -> Bool {
        hostName == other.hostName && otherNames == other.otherNames
            && tlsaRecords == other.tlsaRecords
    }
}
