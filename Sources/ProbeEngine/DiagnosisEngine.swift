import Diagnosis
package import ProbeModel
import Synchronization

/// Observes domains: DNS first, then all their hosts, addresses and ports at once.
///
/// One engine serves one run; lookups and sessions are shared among its domains.
package final class DiagnosisEngine: Sendable {
    let settings: EngineSettings
    let identity: LocalIdentity
    let resolver: any NameResolving
    let mxResolver: MXResolver
    let ledger: ProbeLedger
    let clock: any Clock<Duration>
    let facts: any LocalFacts
    private let now: @Sendable () -> Int64
    private let interruption = Mutex(Interruption())
    let investigations: [AddressFamily: EgressInvestigation]

    private struct Interruption {
        var isInterrupted = false
        var lookups: [Int: @Sendable () -> Void] = [:]
        var next = 0
    }

    /// Creates an engine.
    ///
    /// - Parameters:
    ///   - resolver: Answers DNS questions.
    ///   - prober: Holds SMTP sessions.
    ///   - tracer: Traces paths.
    ///   - facts: Knows this machine's own counters and users.
    ///   - identity: What this machine is known by.
    ///   - settings: What to do and not to do.
    ///   - clock: Runs the head start and the patience with silent ports.
    ///   - now: The time in seconds since 1970 (UTC).
    package init(
        resolver: any NameResolving,
        prober: any EndpointProbing,
        tracer: any PathTracing,
        facts: any LocalFacts,
        identity: LocalIdentity,
        settings: EngineSettings,
        clock: any Clock<Duration> = ContinuousClock(),
        now: @escaping @Sendable () -> Int64
    ) {
        self.settings = settings
        self.identity = identity
        self.resolver = resolver
        mxResolver = MXResolver(resolver: resolver, identity: identity, settings: settings)
        ledger = ProbeLedger(prober: RepeatingProber(prober, clock: clock))
        self.clock = clock
        self.facts = facts
        self.now = now
        let tools = EgressTools(
            resolver: resolver,
            prober: prober,
            tracer: tracer,
            facts: facts,
            clock: clock,
            settings: settings
        )
        let pairs = settings.families.map { family in
            let isAvailable = identity.usableFamilies.contains(family)
            return (
                family, EgressInvestigation(family: family, isAvailable: isAvailable, tools: tools)
            )
        }
        investigations = Dictionary(pairs) { first, _ in first }
    }

    /// Ends the run: everything under way returns at once with what is known.
    package func interrupt() {
        let lookups = interruption.withLock { state in
            state.isInterrupted = true
            return Array(state.lookups.values)
        }
        for cancel in lookups { cancel() }
        ledger.close()
        for investigation in investigations.values { investigation.interrupt() }
    }

    /// Judges this machine's port 25, per family, when all domains have been observed.
    ///
    /// A family that no domain needed and no control was asked in is left out.
    package func egress() async -> [EgressReport] {
        for investigation in investigations.values { await investigation.wait() }
        return egressByNow
    }

    /// Judges this machine's port 25, per family, while other domains are still to be observed.
    ///
    /// A family that something made doubtful is judged once it has been looked into; any other as it was seen by now.
    package func egressMeanwhile() async -> [EgressReport] {
        for investigation in investigations.values { await investigation.conclude() }
        return egressByNow
    }

    /// The families whose port 25 was looked into, and whose verdict stays for the rest of the run.
    package var concludedFamilies: Set<AddressFamily> {
        Set(investigations.filter(\.value.isConcluded).keys)
    }

    private var egressByNow: [EgressReport] {
        AddressFamily.allCases.compactMap { family in
            guard let investigation = investigations[family] else { return nil }
            let seen = investigation.current
            guard !seen.isAvailable || !seen.mailHosts.isEmpty || !seen.controls.isEmpty else {
                return nil
            }
            return investigation.report
        }
    }

    /// Observes one domain or host.
    ///
    /// - Parameters:
    ///   - target: The domain or host.
    ///   - route: How Postfix here would deliver; its nexthops are tried beside the MX hosts.
    /// - Returns: What was seen.
    package func observe(_ target: Target, route: Route? = nil) async -> DomainObservation {
        let resolution = Task { await resolve(target) }
        async let routeTrial = tryRoute(route, for: target, beside: resolution)
        var observation = DomainObservation(resolution: await resolution.value, probes: [])
        observation.usableFamilies = identity.usableFamilies.intersection(settings.families)
        observation.omittedFamilies = Set(AddressFamily.allCases).subtracting(settings.families)
        observation.allowedSpecialPurpose = settings.allowedSpecialPurpose
        if settings.controlUse == .always {
            for investigation in investigations.values {
                investigation.investigate(isPrompted: false)
            }
        }
        observation.probes = await probe(observation, target: target)
        addEvidence(observation, target: target)
        if let (plan, probes) = await routeTrial {
            let own = observation.probes.map { ($0.endpoint, $0) }
            observation.route = plan.observation(
                probes.merging(own) { $0.outcome == .interrupted ? $1 : $0 }
            )
            addEvidence(ofRoute: observation)
        }
        observation.resolverStripsDNSSEC = await resolver.stripsDNSSEC
        observation.observedAt = now()
        observation.isInterrupted = interruption.withLock(\.isInterrupted)
        return observation
    }

    /// Looks up where a target's mail goes, and connects to nobody.
    package func resolve(_ target: Target) async -> MXResolution {
        await interruptible { [mxResolver] in
            switch target {
            case .domain(let name): await mxResolver.resolve(domain: name)
            case .host(let name): await mxResolver.resolve(host: name)
            }
        }
    }

    /// Carries out lookups that end at once when the run does.
    func interruptible<Answer: Sendable>(
        _ lookup: @escaping @Sendable () async -> Answer
    ) async -> Answer {
        let (key, task) = interruption.withLock { state in
            let task = Task { await lookup() }
            if state.isInterrupted { task.cancel() }
            state.next += 1
            state.lookups[state.next] = { task.cancel() }
            return (state.next, task)
        }
        defer { interruption.withLock { $0.lookups[key] = nil } }
        return await task.value
    }
}
