import Diagnosis
import InternationalNames
import LocalMachine
import MXResolution
import PathTrace
import PostfixModel
import PostfixSystem
import ProbeEngine
import ProbeModel
import SMTPTransport
import Settings
import TransportMap

/// One run, wired from the configuration and the options: the one place that knows every edge.
struct RunSetup {
    /// How many domains are observed at once; their lookups and sessions have limits of their own.
    static let domainsInFlight = 100

    private let engine: DiagnosisEngine
    private let prober: SMTPProber
    /// The longest that the whole run may take.
    let timeout: Duration
    private let relays: [DomainName]
    /// Those of the relays that were named on the command line.
    private let askedRelays: [DomainName]
    private let startedAt = Timestamp.rfc3339()
    /// When the run began.
    let start = ContinuousClock.now
    private let id = RunID.make()
    private let hostname = LocalMachine.hostname
    private let style: TransportStyle
    private let firewall: any FirewallReading = KernelFirewall()

    /// This machine's Postfix; `nil` where there is none, or it is to be ignored.
    let postfix: PostfixHere?

    /// Reads the configuration, lets the options override it, and starts the edges.
    ///
    /// - Parameters:
    ///   - options: The options.
    ///   - settings: What the configuration says; read where it is left out.
    ///   - style: The form of the entries that are recommended; the configuration's where it is left out.
    ///   - ignoresPostfix: Whether this machine's Postfix is not looked at.
    ///   - known: This machine's Postfix, where it has been read already: a large table costs time and memory.
    /// - Throws: ``CommandFailure`` for options and configurations that make no sense.
    init(
        _ options: SharedOptions,
        settings: Settings? = nil,
        style: TransportStyle? = nil,
        ignoresPostfix: Bool = false,
        postfix known: PostfixHere? = nil
    ) async throws {
        let settings = try settings ?? SettingsReading.load(options)
        let overridden = try OptionOverrides.apply(options, to: settings)
        self.style = style ?? settings.transport.style.transportStyle
        if let known {
            postfix = known
        } else {
            postfix =
                ignoresPostfix
                ? nil : try await PostfixChoice.optional(options.postfix.postfixConfig, settings)
        }
        timeout = overridden.timeout
        relays = overridden.relays
        askedRelays = options.relay.isEmpty ? [] : overridden.relays
        prober = SMTPProber(settings: ProberSettings(maximumSessions: overridden.concurrency))
        engine = DiagnosisEngine(
            resolver: UnboundResolver(overridden.resolver.settings),
            prober: prober,
            tracer: PathTracer(),
            facts: KernelFacts(),
            identity: RunSetup.identity(hostname, postfix),
            settings: overridden.engine,
            now: { Timestamp.now }
        )
    }

    /// Observes and judges all targets; ends early at SIGINT and SIGTERM, and when the time is up.
    ///
    /// - Parameters:
    ///   - targets: Whose mail it is about.
    ///   - limit: The longest that it may take; the whole run's time where it is left out.
    ///   - recall: What port 25 of some addresses said in earlier runs.
    ///   - onInterruption: What else the first signal ends.
    /// - Returns: What was found.
    func diagnose(
        _ targets: [Target],
        limit: Duration? = nil,
        recall: @Sendable ([IPAddress]) async -> [ProbeObservation] = { _ in [] },
        onInterruption: @escaping @Sendable () -> Void = {}
    ) async -> DiagnosisReport {
        let engine = engine
        Interruption.onFirstSignal {
            engine.interrupt()
            onInterruption()
        }
        let timer = Task { [limit = limit ?? timeout] in
            if (try? await Task.sleep(for: limit)) != nil { engine.interrupt() }
        }
        defer { timer.cancel() }
        let decisions = await decide(targets)
        async let waiting = waitingMail(targets)
        let first = await observe(targets, decisions.map { $0?.route })
        let egress = await engine.egress()
        let observations = await askAsMailOwner(first, targets, egress)
        let queues = await waiting
        let addresses = Set(observations.flatMap(\.probes).map(\.endpoint.address))
        let earlier = Dictionary(
            grouping: await recall(addresses.sorted()),
            by: \.endpoint.address
        )
        let isLocal = egress.contains { $0.verdict == .locallyBlocked }
        let rules = isLocal ? await firewall.outputRules() : []
        func judge(_ relays: [RelayObservation]) -> [DomainDiagnosis] {
            zip(observations, decisions).map { observation, decision in
                var diagnosis = DomainDiagnoser.diagnose(
                    observation,
                    egress: egress,
                    route: decision?.route ?? Route(source: .mx),
                    context: adviceContext(
                        decision,
                        relays: relays,
                        firewallRules: rules,
                        earlierSessions: observation.sessions(among: earlier)
                    )
                )
                diagnosis.queue = queues[observation.resolution.domain]
                return diagnosis
            }
        }
        let domains = judge([])
        let candidates = relayCandidates(egress: egress, ownNames: adviceContext().ownNames)
        guard let stuck = domains.first(where: \.verdict.wantsAnotherWay), !candidates.isEmpty
        else { return report(egress: egress, domains: domains) }
        let relays = await observe(candidates, for: stuck.observation.resolution.domain)
        return report(egress: egress, domains: judge(relays))
    }

    /// When the run is to end.
    var deadline: ContinuousClock.Instant { start + timeout }

    /// Looks up where the mail of targets goes, and connects to nobody; ends at the deadline.
    ///
    /// - Parameters:
    ///   - targets: Whose mail it is about.
    ///   - read: What is kept of each answer, which is large.
    /// - Returns: What was kept; `nil` for those that the time did not suffice for.
    func resolve<Value: Sendable>(
        _ targets: [Target],
        _ read: @escaping @Sendable (MXResolution) -> Value
    ) async -> [Value?] {
        let timer = Task { [deadline, engine] in
            if (try? await Task.sleep(until: deadline)) != nil { engine.interrupt() }
        }
        defer { timer.cancel() }
        return await withTaskGroup(of: (Int, Value?).self) { [deadline, engine] group in
            var values: [Value?] = Array(repeating: nil, count: targets.count)
            var next = targets.enumerated().makeIterator()
            func begin() {
                guard ContinuousClock.now < deadline, let (index, target) = next.next() else {
                    return
                }
                group.addTask {
                    let resolution = await engine.resolve(target)
                    return (index, resolution.isInterrupted ? nil : read(resolution))
                }
            }
            for _ in 0..<Self.domainsInFlight { begin() }
            for await (index, value) in group {
                values[index] = value
                begin()
            }
            return values
        }
    }

    /// How Postfix here would deliver to each target; nothing for mail hosts, and without Postfix.
    private func decide(_ targets: [Target]) async -> [RouteDecision?] {
        guard let postfix else { return targets.map { _ in nil } }
        let decisions = await postfix.decide(targets.map { .domain($0.name.ascii) })
        return zip(targets, decisions).map { target, decision in
            if case .domain = target { return decision }
            return nil
        }
    }

    /// The mail that waits for the domains.
    private func waitingMail(_ targets: [Target]) async -> [DomainName: QueueSummary] {
        let domains = targets.compactMap { target in
            if case .domain(let name) = target { name } else { nil }
        }
        return await postfix?.waitingMail(for: domains) ?? [:]
    }

    private typealias RelayCandidate = (host: DomainName, origin: RelayObservation.Origin)

    /// The relays that the user named, and those that the provider who stops port 25 has for its customers.
    private func relayCandidates(
        egress: [EgressReport],
        ownNames: [DNSName]
    ) -> [RelayCandidate] {
        let named = relays.map { RelayCandidate($0, .user) }
        let stopped = egress.filter { $0.verdict == .blocked || $0.verdict == .intercepted }
        guard !stopped.isEmpty,
            let provider = ProviderPolicies.provider(for: stopped, ownNames: ownNames)
        else { return named }
        return named
            + provider.relays.compactMap { DomainName($0) }.filter { !relays.contains($0) }
            .map { RelayCandidate($0, .provider(provider.name)) }
    }

    private func observe(
        _ candidates: [RelayCandidate],
        for domain: DomainName
    ) async -> [RelayObservation] {
        await withTaskGroup(of: RelayObservation.self) { [engine] group in
            for candidate in candidates {
                group.addTask {
                    RelayObservation(
                        host: candidate.host,
                        origin: candidate.origin,
                        probes: await engine.observeRelay(candidate.host, for: domain)
                    )
                }
            }
            var seen: [RelayObservation] = []
            for await relay in group { seen.append(relay) }
            return seen.sorted { $0.host < $1.host }
        }
    }

    private func observe(_ targets: [Target], _ routes: [Route?]) async -> [DomainObservation] {
        await withTaskGroup(of: (Int, DomainObservation).self) { [engine] group in
            var observations: [DomainObservation?] = Array(repeating: nil, count: targets.count)
            var next = zip(targets, routes).enumerated().makeIterator()
            func begin() {
                guard let (index, (target, route)) = next.next() else { return }
                group.addTask { (index, await engine.observe(target, route: route)) }
            }
            for _ in 0..<Self.domainsInFlight { begin() }
            for await (index, observation) in group {
                observations[index] = observation
                begin()
            }
            return observations.compactMap(\.self)
        }
    }

    /// What Postfix's own user sees of the targets, where this machine's firewall lets only that user out.
    private func askAsMailOwner(
        _ observations: [DomainObservation],
        _ targets: [Target],
        _ egress: [EgressReport]
    ) async -> [DomainObservation] {
        guard egress.contains(where: \.isOpenToMailOwnerAlone) else { return observations }
        return await withTaskGroup(of: (Int, DomainObservation).self) { [engine] group in
            for (index, (observation, target)) in zip(observations, targets).enumerated() {
                group.addTask {
                    let seen = await engine.askAsMailOwner(observation, of: target, egress: egress)
                    return (index, seen)
                }
            }
            var answers = observations
            for await (index, answer) in group { answers[index] = answer }
            return answers
        }
    }

    /// What advice needs to know of this machine and this run.
    func adviceContext(
        _ decision: RouteDecision? = nil,
        relays: [RelayObservation] = [],
        firewallRules: [FirewallRule] = [],
        earlierSessions: [ProbeObservation] = []
    ) -> AdviceContext {
        var context = AdviceContext(startedAt: startedAt, style: style)
        context.relays = relays
        context.askedRelays = askedRelays
        context.earlierSessions = earlierSessions
        context.firewallRules = firewallRules
        context.isRelayDomain = decision?.addressClass.map { $0 == .relay }
        context.postfixVersion = postfix?.installation.version
        context.canChangeMap = postfix != nil
        context.hostname = hostname.isEmpty ? nil : hostname
        context.ownAddresses = LocalMachine.interfaceAddresses.sorted().filter { address in
            !["loopback", "link local"].contains(SpecialPurpose.of(address)?.name)
        }
        context.ownNames = DomainName(hostname).map { [DNSName($0)] } ?? []
        return context
    }

    /// The report of the run, as of now.
    private func report(egress: [EgressReport], domains: [DomainDiagnosis]) -> DiagnosisReport {
        let run = RunRecord(
            version: Version.current,
            id: id,
            startedAt: startedAt,
            duration: start.duration(to: .now),
            hostname: hostname
        )
        return DiagnosisReport(run: run, egress: egress, domains: domains)
    }

    /// How long replies to QUIT are awaited when everything else is done: a moment, as the answer is out and QUIT is on its way.
    private static let politePause = Duration.milliseconds(100)

    /// Lets sessions end politely.
    func drain() async {
        let (finished, continuation) = AsyncStream.makeStream(of: Void.self)
        let prober = prober
        Task {
            await prober.drain()
            continuation.finish()
        }
        Task {
            try? await Task.sleep(for: Self.politePause)
            continuation.finish()
        }
        for await _ in finished {}
    }

    private static func identity(_ hostname: String, _ postfix: PostfixHere?) -> LocalIdentity {
        let addresses = LocalMachine.interfaceAddresses.filter { address in
            SpecialPurpose.of(address)?.name != "loopback"
        }
        return LocalIdentity(
            names: Set([DomainName(hostname)].compactMap(\.self) + (postfix?.ownNames ?? [])),
            addresses: addresses.union(postfix?.proxyAddresses ?? []),
            usableFamilies: LocalMachine.usableFamilies
        )
    }
}

extension MXResolution {
    /// Whether the run ended before DNS had answered all.
    fileprivate var isInterrupted: Bool {
        mxLookup.status == .interrupted
            || hosts.contains { $0.addressLookups.contains { $0.status == .interrupted } }
    }
}

extension DomainObservation {
    /// The earlier sessions with the addresses that were probed.
    fileprivate func sessions(
        among earlier: [IPAddress: [ProbeObservation]]
    ) -> [ProbeObservation] {
        earlier.isEmpty ? [] : Set(probes.map(\.endpoint.address)).flatMap { earlier[$0] ?? [] }
    }
}

extension Verdict {
    /// Whether mail does not get through on port 25, so that another way is worth looking for.
    fileprivate var wantsAnotherWay: Bool {
        switch self {
        case .blocked, .filtered, .unreachable, .rejected: return true
        case .healthy, .degraded, .diverted, .misconfigured, .noMail, .dnsFailure, .inconclusive:
            return false
        }
    }
}
