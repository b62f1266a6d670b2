import Diagnosis
import PostfixModel
import PostfixSystem
import ProbeEngine
import ProbeModel
import TransportMap

extension RunSetup {
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
        await limited(to: limit ?? timeout, onInterruption: onInterruption) {
            await judge(targets, recall)
        }
    }

    /// Does work that ends early at SIGINT and SIGTERM, and when the time is up.
    ///
    /// - Parameters:
    ///   - limit: The longest that it may take.
    ///   - onEnd: What else ends when the time is up.
    ///   - onInterruption: What else the first signal ends.
    ///   - work: The work, which ends soon after the engine was interrupted.
    /// - Returns: What the work returns.
    /// - Throws: What the work throws.
    func limited<Value>(
        to limit: Duration,
        onEnd: @escaping @Sendable () -> Void = {},
        onInterruption: @escaping @Sendable () -> Void = {},
        _ work: () async throws -> Value
    ) async rethrows -> Value {
        let engine = engine
        Interruption.onFirstSignal {
            // First, so that whoever takes the last results knows that they are cut short.
            onEnd()
            engine.interrupt()
            onInterruption()
        }
        let timer = Task {
            if (try? await Task.sleep(for: limit)) != nil {
                onEnd()
                engine.interrupt()
            }
        }
        defer { timer.cancel() }
        return try await work()
    }

    private func judge(
        _ targets: [Target],
        _ recall: @Sendable ([IPAddress]) async -> [ProbeObservation]
    ) async -> DiagnosisReport {
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

    /// How Postfix here would deliver to each target; nothing for mail hosts, and without Postfix.
    func decide(_ targets: [Target]) async -> [RouteDecision?] {
        guard let postfix else { return targets.map { _ in nil } }
        let decisions = await postfix.decide(targets.map { .domain($0.name.ascii) })
        return zip(targets, decisions).map { target, decision in
            if case .domain = target { return decision }
            return nil
        }
    }

    /// The mail that waits for the domains.
    func waitingMail(_ targets: [Target]) async -> [DomainName: QueueSummary] {
        let domains = targets.compactMap { target in
            if case .domain(let name) = target { name } else { nil }
        }
        return await postfix?.waitingMail(for: domains) ?? [:]
    }

    typealias RelayCandidate = (host: DomainName, origin: RelayObservation.Origin)

    /// The relays that the user named, and those that the provider who stops port 25 has for its customers.
    func relayCandidates(
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

    func observe(
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

    func observe(_ targets: [Target], _ routes: [Route?]) async -> [DomainObservation] {
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
    func askAsMailOwner(
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
}

extension DomainObservation {
    /// The earlier sessions with the addresses that were probed.
    func sessions(
        among earlier: [IPAddress: [ProbeObservation]]
    ) -> [ProbeObservation] {
        earlier.isEmpty ? [] : Set(probes.map(\.endpoint.address)).flatMap { earlier[$0] ?? [] }
    }
}

extension Verdict {
    /// Whether mail does not get through on port 25, so that another way is worth looking for.
    var wantsAnotherWay: Bool {
        switch self {
        case .blocked, .filtered, .unreachable, .rejected: return true
        case .healthy, .degraded, .diverted, .misconfigured, .noMail, .dnsFailure, .inconclusive:
            return false
        }
    }
}
