import ProbeModel
import Sockets

/// One question on its way to the resolvers: whom to ask next, when to ask again, when to give up.
///
/// Events go in, tries to make come out; there is no socket and no clock in here. The rules:
///
/// - Silence is met with further tries at ``ResolverSettings/tryGaps``, taking turns among the
///   resolvers; answers to earlier tries still count.
/// - An error goes to the next resolver at once. A server failure is asked about once more, since
///   resolvers that lose packets themselves say so, unless it is about DNSSEC; other errors are
///   final for that resolver.
/// - A closed port is tried again for ``ResolverSettings/closedPortGrace``. What this machine lacks is waited for to the end.
/// - A truncated answer is asked for over TCP. A query that is not understood is repeated without
///   EDNS.
struct Exchange {
    typealias Instant = ContinuousClock.Instant

    /// One query to send.
    struct Attempt: Hashable {
        let server: Int
        let transport: Transport
        let usesEDNS: Bool
    }

    /// How the exchange ended.
    enum Outcome: Hashable {
        case answered(server: Int)
        case failed(server: Int, ServerTrouble, queries: Int)
    }

    /// How it ended; `nil` while it goes on.
    private(set) var outcome: Outcome?

    /// When ``wake(at:)`` is due.
    private(set) var nextWake: Instant

    private var servers: [Progress]
    private var turn = 0
    private var gaps = 0
    private let started: Instant
    private let deadline: Instant
    private let settings: ResolverSettings

    /// How often a server failure is asked about before it is believed.
    private static let maximumServerFailures = 2

    /// How often a failing TCP connection is tried.
    private static let maximumTCPFailures = 2

    /// Creates an exchange with some of the resolvers, best first, each named by its place in the
    /// list of all.
    init(order: [Int], settings: ResolverSettings, at now: Instant) {
        servers = order.map { Progress(server: $0) }
        started = now
        deadline = now.advanced(by: settings.lookupDeadline)
        nextWake = now
        self.settings = settings
    }

    /// Begins.
    mutating func start(at now: Instant) -> [Attempt] {
        guard !servers.isEmpty else { return [] }
        return [attempt(0, at: now)]
    }

    /// Takes a message that answers one of the queries.
    mutating func receive(
        _ reply: ServerReply,
        from server: Int,
        over transport: Transport,
        at now: Instant
    ) -> [Attempt] {
        guard outcome == nil, let index = index(of: server) else { return [] }
        switch reply {
        case .usable:
            outcome = .answered(server: server)
            return []
        case .truncated:
            guard servers[index].transport == .udp else { return [] }
            servers[index].transport = .tcp
            servers[index].trouble = .noTCP(errno: nil)
            return [attempt(index, at: now)]
        case .notUnderstood where servers[index].usesEDNS:
            servers[index].usesEDNS = false
            servers[index].trouble = .reply(reply)
            return [attempt(index, at: now)]
        case .serverFailure(let error):
            servers[index].failures += 1
            servers[index].trouble = .reply(reply)
            servers[index].isFinished =
                servers[index].failures >= Exchange.maximumServerFailures
                || error?.isValidationFailure == true
        case .unreadable:
            // It may be forged: note it, and go on waiting for a better one.
            servers[index].trouble = .reply(reply)
            if transport == .udp { return [] }
            servers[index].isFinished = true
        case .refusal, .referral, .notUnderstood, .otherError:
            servers[index].trouble = .reply(reply)
            servers[index].isFinished = true
        }
        return moveOn(at: now)
    }

    /// Takes the news that a query could not be sent or was rejected.
    mutating func fail(
        _ server: Int,
        over transport: Transport,
        errno: Int32,
        at now: Instant
    ) -> [Attempt] {
        guard outcome == nil, let index = index(of: server), !servers[index].isFinished else {
            return []
        }
        if transport == .tcp {
            if !Shortage.isTold(by: errno) { servers[index].failures += 1 }
            servers[index].trouble = .noTCP(errno: errno)
            servers[index].isFinished = servers[index].failures >= Exchange.maximumTCPFailures
            nextWake = min(nextWake, now.advanced(by: settings.tryGaps.first ?? .zero))
        } else {
            noteUnreachable(index, errno: errno, at: now)
        }
        return moveOn(at: now)
    }

    /// Takes the news that ``nextWake`` has come.
    mutating func wake(at now: Instant) -> [Attempt] {
        guard outcome == nil, now >= nextWake else { return [] }
        guard now < deadline, let next = nextServer() else {
            outcome = failure
            return []
        }
        return [attempt(next, at: now)]
    }

    /// What to say when it has to end now.
    var failure: Outcome {
        let worst = servers.max { $0.knownTrouble.rank < $1.knownTrouble.rank }
        guard let worst else { return .failed(server: 0, .silent, queries: 0) }
        return .failed(server: worst.server, worst.knownTrouble, queries: worst.attempts)
    }

    private mutating func noteUnreachable(_ index: Int, errno: Int32, at now: Instant) {
        if servers[index].trouble == nil { servers[index].trouble = .unreachable(errno: errno) }
        guard now >= started.advanced(by: settings.closedPortGrace),
            !Shortage.isTold(by: errno)
        else { return }
        for index in servers.indices {
            if case .unreachable = servers[index].trouble { servers[index].isFinished = true }
        }
    }

    private mutating func attempt(_ index: Int, at now: Instant) -> Attempt {
        turn = index
        servers[index].attempts += 1
        if case .unreachable = servers[index].trouble { servers[index].trouble = nil }
        let transport = servers[index].transport
        let wait = transport == .tcp ? settings.tcpTryTimeout : gap
        gaps += 1
        nextWake = min(now.advanced(by: wait), deadline)
        return Attempt(
            server: servers[index].server,
            transport: transport,
            usesEDNS: servers[index].usesEDNS
        )
    }

    private var gap: Duration {
        settings.tryGaps.isEmpty
            ? settings.lookupDeadline : settings.tryGaps[min(gaps, settings.tryGaps.count - 1)]
    }

    /// Asks a resolver that has not been asked yet, gives up when all are finished, or else waits
    /// for the next turn.
    private mutating func moveOn(at now: Instant) -> [Attempt] {
        if let untried = servers.firstIndex(where: { $0.attempts == 0 }) {
            return [attempt(untried, at: now)]
        }
        if servers.allSatisfy(\.isFinished) { outcome = failure }
        return []
    }

    /// The next resolver in turn that is not finished.
    private func nextServer() -> Int? {
        servers.indices.lazy.map { (turn + 1 + $0) % servers.count }
            .first { !servers[$0].isFinished }
    }

    private func index(of server: Int) -> Int? { servers.firstIndex { $0.server == server } }

    /// What is known about one resolver.
    private struct Progress {
        let server: Int
        var attempts = 0
        var failures = 0
        var transport = Transport.udp
        var usesEDNS = true
        var trouble: ServerTrouble?
        var isFinished = false

        var knownTrouble: ServerTrouble { trouble ?? .silent }
    }
}
