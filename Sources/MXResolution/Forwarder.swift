import ProbeModel

/// The one place where queries go out: it asks the resolvers, repeats what is lost, and remembers
/// what came.
///
/// Equal questions that are under way share one ``Exchange``; answers are kept for the life of the
/// resolver, whatever their time to live, because a run asks each thing once. It belongs to one
/// thread.
final class Forwarder {
    typealias Instant = ContinuousClock.Instant

    /// What is asked of whom.
    struct Key: Hashable {
        let question: WireQuestion
        /// Whether the answer is to be validated here, and so must come with its signatures.
        let wantsSignatures: Bool
        /// The only resolver to ask, or `nil` for any.
        var server: Int?
    }

    /// A usable message.
    struct Answer {
        let message: DNSMessage
        let server: Int
    }

    /// A usable message as it is kept: read messages take many times the memory.
    private struct Memory {
        let bytes: [UInt8]
        let server: Int
    }

    /// A failure, and what it means for a lookup.
    struct Failure {
        let trouble: ServerTrouble
        let explanation: LookupFailure
    }

    typealias Completion = (Result<Answer, Failure>) -> Void

    /// How many bytes of answers are kept; a usual one takes some hundred.
    private static let maximumAnswerBytes = 8_388_608

    /// How many failures are kept.
    private static let maximumFailures = 1_024

    /// The resolvers, in order of preference.
    let servers: [ResolverAddress]

    /// Resolvers that are not asked where signatures are wanted, because they strip them and others
    /// do not.
    var excludedServers: Set<Int> = [] {
        didSet { answers.removeAll { isUnwanted($1.server, for: $0) } }
    }

    private let settings: ResolverSettings
    let poller: Poller
    private var active: [Key: ActiveExchange] = [:]
    private var waiting: [Key: [Completion]] = [:]
    private var queue: [Key] = []
    private var answers = GenerationCache<Key, Memory>(capacity: maximumAnswerBytes)
    private var failures = GenerationCache<Key, (at: Instant, failure: Failure)>(
        capacity: maximumFailures
    )
    private var timers = TimerQueue<ActiveExchange>()
    /// The sockets for datagrams.
    private(set) lazy var pool = DatagramPool(
        servers: servers,
        maximumSockets: settings.maximumSockets,
        poller: poller
    ) { [unowned self] in handle($0, $1) }
    /// Room for the longest message.
    var buffer = [UInt8](repeating: 0, count: DNSMessage.maximumLength + 1)

    /// The resolver that answered last: a dead first resolver delays only one question.
    private var preferred = 0

    /// When each resolver last answered.
    private var lastAnswers: [Int: Instant] = [:]

    /// Creates a forwarder.
    init(servers: [ResolverAddress], settings: ResolverSettings, poller: Poller) {
        self.servers = servers
        self.settings = settings
        self.poller = poller
    }

    /// When ``runTimers(at:)`` is due; `nil` for never.
    var nextTimer: Instant? { timers.next }

    /// Whether more than half of the room for exchanges is taken.
    var isBusy: Bool { active.count + queue.count > settings.maximumExchanges / 2 }

    /// Asks a question and calls back, perhaps before this returns.
    func fetch(_ key: Key, at now: Instant, completion: @escaping Completion) {
        if let answer = known(key) { return completion(.success(answer)) }
        if let exchange = active[key] {
            exchange.completions.append(completion)
        } else if waiting[key] != nil {
            waiting[key]?.append(completion)
        } else if active.count < settings.maximumExchanges {
            begin(key, [completion], at: now)
        } else {
            waiting[key] = [completion]
            queue.append(key)
        }
    }

    /// Whether a question is on its way.
    func isActive(_ key: Key) -> Bool { active[key] != nil }

    /// Whether a resolver has answered anything since some time.
    func hasHeard(from server: Int, since start: Instant) -> Bool {
        lastAnswers[server].map { $0 >= start } ?? false
    }

    /// The answer to a question, if it is known.
    func known(_ key: Key) -> Answer? {
        guard let memory = answers.value(for: key),
            let message = try? DNSMessage.parse(memory.bytes)
        else { return nil }
        return Answer(message: message, server: memory.server)
    }

    /// Keeps an answer that one resolver was asked for as the answer of any.
    func keep(_ answer: Answer) {
        let key = Key(question: answer.message.question, wantsSignatures: true)
        if !isUnwanted(answer.server, for: key) { remember(answer, for: key) }
    }

    /// How a question has failed since some time, if it has.
    func failure(of key: Key, since start: Instant) -> Failure? {
        failures.value(for: key).flatMap { $0.at >= start ? $0.failure : nil }
    }

    /// What to say of a question that is still under way.
    func progress(of key: Key) -> Failure {
        guard let exchange = active[key]?.exchange,
            case .failed(let server, let trouble, let queries) = exchange.failure
        else {
            return Failure(
                trouble: .silent,
                explanation: LookupFailure(server: nil, message: "no answer in time")
            )
        }
        return failure(server: server, trouble, queries: queries)
    }

    /// Does what is due.
    func runTimers(at now: Instant) {
        while let exchange = timers.popDue(at: now) {
            guard !exchange.isOver, exchange.exchange.nextWake <= now else { continue }
            perform(exchange.exchange.wake(at: now), exchange, at: now)
        }
    }

    /// Closes every socket; nobody is called back.
    func close() {
        for exchange in active.values { remove(exchange) }
        active = [:]
        pool.close()
    }

    private func begin(_ key: Key, _ completions: [Completion], at now: Instant) {
        let exchange = ActiveExchange(
            key: key,
            exchange: Exchange(order: order(for: key), settings: settings, at: now),
            completions: completions
        )
        active[key] = exchange
        perform(exchange.exchange.start(at: now), exchange, at: now)
    }

    /// The resolvers to ask, the one that answered last before the others.
    private func order(for key: Key) -> [Int] {
        if let server = key.server { return [server] }
        var order = Array(servers.indices)
        if key.wantsSignatures { order.removeAll { excludedServers.contains($0) } }
        return order.filter { $0 == preferred } + order.filter { $0 != preferred }
    }

    /// Sends what an exchange wants sent, until it wants nothing or ends.
    func perform(
        _ attempts: [Exchange.Attempt],
        _ exchange: ActiveExchange,
        at now: Instant
    ) {
        var attempts = attempts
        while let attempt = attempts.popLast() {
            guard let errno = send(attempt, exchange, at: now) else { continue }
            attempts += exchange.exchange.fail(
                attempt.server,
                over: attempt.transport,
                errno: errno,
                at: now
            )
        }
        guard let outcome = exchange.exchange.outcome else {
            timers.add(exchange, due: exchange.exchange.nextWake)
            timers.prune(where: \.isOver)
            return
        }
        if case .failed(let server, let trouble, let queries) = outcome {
            finish(exchange, .failure(failure(server: server, trouble, queries: queries)), at: now)
        }
    }

    /// Ends an exchange: remembers what came of it, tells everybody, and starts one that waits.
    func finish(
        _ exchange: ActiveExchange,
        _ result: Result<Answer, Failure>,
        at now: Instant
    ) {
        remove(exchange)
        active[exchange.key] = nil
        switch result {
        case .success(let answer):
            preferred = answer.server
            lastAnswers[answer.server] = now
            if isUnwanted(answer.server, for: exchange.key) {
                // The exchange began before that was known.
                return begin(exchange.key, exchange.completions, at: now)
            }
            remember(answer, for: exchange.key)
        case .failure(let failure):
            failures.insert((now, failure), for: exchange.key)
        }
        for completion in exchange.completions { completion(result) }
        startWaiting(at: now)
    }

    private func startWaiting(at now: Instant) {
        while active.count < settings.maximumExchanges, !queue.isEmpty {
            let key = queue.removeFirst()
            if let completions = waiting.removeValue(forKey: key) {
                begin(key, completions, at: now)
            }
        }
    }

    /// Whether an answer lacks the signatures that another resolver would have sent.
    private func isUnwanted(_ server: Int, for key: Key) -> Bool {
        key.wantsSignatures && key.server == nil && excludedServers.contains(server)
    }

    private func remember(_ answer: Answer, for key: Key) {
        let bytes = answer.message.bytes
        answers.insert(Memory(bytes: bytes, server: answer.server), for: key, cost: bytes.count)
    }

    private func failure(server: Int, _ trouble: ServerTrouble, queries: Int) -> Failure {
        Failure(
            trouble: trouble,
            explanation: LookupFailure(
                server: servers.indices.contains(server) ? servers[server].description : nil,
                message: trouble.message(queries: queries),
                extendedErrorCode: trouble.extendedError?.code
            )
        )
    }
}

extension Forwarder.Failure: Error {}
