import Diagnosis
import ProbeModel
import Synchronization

/// Finds out, once a run and family, whether this machine's port 25 reaches the world.
///
/// Begun by the first sign that something is wrong with 25: a failed attempt, or a SYN without an
/// answer within the head start. Controls, trace and canary go out at once; it ends as soon as the rules are
/// sure, and otherwise when there is nothing more to learn.
final class EgressInvestigation: Sendable {
    /// How long names of hops are awaited after everything else is known.
    static let hopNamePatience = Duration.milliseconds(300)

    /// How long the canary is awaited when nothing but it can speak for an answer on 25.
    ///
    /// It was begun when that answer's handshake was done, and whoever intercepts is nearer than the host.
    static let canaryPatience = Duration.milliseconds(100)

    /// How long the canary is awaited when all else is known and says that others answer on 25.
    static let lastCanaryPatience = Duration.milliseconds(500)

    private let family: AddressFamily
    private let tools: EgressTools
    private let observation: Mutex<EgressObservation>
    private let unsentBefore: Int?
    private let work = Mutex(Work())

    /// Fires when the rules are sure, or nothing more can be learnt.
    let settled = AsyncSignal()

    private struct Work {
        var main: Task<Void, Never>?
        var mailHostTrace: Task<Void, Never>?
        var controlTraces: [IPAddress: Task<Void, Never>] = [:]
        var canary: Task<Void, Never>?
        /// Fires when the canary has connected or is over.
        let canaryKnown = AsyncSignal()
        var mailOwner: Task<Void, Never>?
        var isInterrupted = false
    }

    /// How long sessions with controls may go on to a proper end once the rules are sure.
    static let politeRest = Duration.milliseconds(500)

    /// How many rounds each control is asked while loss leaves a doubt.
    static let maximumRounds = 3

    /// How long a control is let rest between two rounds, in which others may settle the matter.
    static let roundRest = Duration.milliseconds(100)

    /// To how many controls paths are traced.
    static let maximumTraces = 2

    init(family: AddressFamily, isAvailable: Bool, tools: EgressTools) {
        self.family = family
        self.tools = tools
        var start = EgressObservation(family: family, isAvailable: isAvailable)
        start.ownAddresses = tools.facts.ownAddresses()
        observation = Mutex(start)
        unsentBefore = tools.facts.unsentSegments()
    }

    /// What has been seen by now.
    var current: EgressObservation { observation.withLock { $0 } }

    /// Adds a session with a domain's own mail host.
    func add(_ mailHost: MailHostObservation) {
        observation.withLock { $0.mailHosts.append(mailHost) }
    }

    /// Asks the controls, traces the path and tries the canary; later calls join the first.
    ///
    /// - Parameter isPrompted: Whether something on 25 has failed; else the controls' port 25 alone is asked at first.
    func investigate(isPrompted: Bool = true) {
        guard current.isAvailable else { return settled.fire() }
        begin { await self.run(isPrompted: isPrompted) }
    }

    /// Tries to connect to port 25 of an address where nobody is; later calls do nothing.
    func startCanary() {
        work.withLock { work in
            guard work.canary == nil, !work.isInterrupted, tools.settings.controlUse != .never
            else {
                return
            }
            work.canary = Task { await probeCanary() }
        }
    }

    /// Whether another may have answered on port 25 in a mail host's place.
    ///
    /// A verified certificate settles that at once. A host that names itself is believed unless the canary, which
    /// was begun with the session and gets a little more time, connects. Who names somebody else, or nobody, is
    /// believed where the controls show that port 25 leads to whom it should.
    func distrusts(_ probe: ProbeObservation, names: [DomainName]) async -> Bool {
        if probe.tls?.verified == true { return false }
        if probe.isRewritten { return true }
        await awaitCanary()
        if current.canary?.isConnected ?? false { return true }
        guard tools.settings.controlUse != .never, current.isAvailable, !probe.isNamed(names)
        else { return false }
        investigate(isPrompted: false)
        await settled.wait()
        return EgressDiagnoser.judge(current).verdict != .open
    }

    private func awaitCanary() async {
        guard let known = work.withLock({ $0.canary == nil ? nil : $0.canaryKnown }) else { return }
        await known.wait(atMost: Self.canaryPatience, on: tools.clock)
    }

    /// Gives the canary time where it alone can make an interception certain, and ends it.
    private func finishCanary() async {
        if EgressDiagnoser.judge(current).verdict == .intercepted, !current.isInterrupted {
            let known = work.withLock(\.canaryKnown)
            await known.wait(atMost: Self.lastCanaryPatience, on: tools.clock)
        }
        work.withLock(\.canary)?.cancel()
    }

    /// Traces to a mail host whose 25 is silent while another of its ports answers; only the first is traced.
    func traceMailHost(_ host: DomainName, address: IPAddress, port: UInt16) {
        guard tools.settings.traces else { return }
        work.withLock { work in
            guard work.mailHostTrace == nil, !work.isInterrupted else { return }
            work.mailHostTrace = Task {
                await trace(host: host, address: address, referencePort: port, isFirst: true)
            }
        }
    }

    /// Waits until nothing more is under way.
    func wait() async {
        let tasks = work.withLock { [$0.main, $0.mailHostTrace] }
        for task in tasks { await task?.value }
        work.withLock(\.canary)?.cancel()
        settled.fire()
        if !current.isInterrupted, !current.traces.isEmpty,
            current.traces.contains(where: \.hopNames.isEmpty)
        {
            await nameHops()
        }
    }

    /// Ends everything under way.
    func interrupt() {
        observation.withLock { $0.isInterrupted = true }
        let tasks = work.withLock { work in
            work.isInterrupted = true
            return [work.main, work.mailHostTrace, work.canary] + Array(work.controlTraces.values)
        }
        for task in tasks { task?.cancel() }
        settled.fire()
    }

    private func begin(_ body: @escaping @Sendable () async -> Void) {
        work.withLock { work in
            guard work.main == nil, !work.isInterrupted else { return }
            work.main = Task { await body() }
        }
    }

    private func run(isPrompted: Bool) async {
        startCanary()
        let controls = await addresses()
        let questions = Task {
            await withTaskGroup(of: Void.self) { group in
                for (control, address) in controls {
                    group.addTask { await self.ask(control, address, isPrompted: isPrompted) }
                }
            }
        }
        settled.onFire { [tools] in
            Task {
                try? await tools.clock.sleep(for: Self.politeRest)
                questions.cancel()
            }
        }
        await withTaskCancellationHandler {
            await questions.value
        } onCancel: {
            questions.cancel()
        }
        for trace in work.withLock({ $0.controlTraces.values }) { await trace.value }
        await finishCanary()
        await addLocalFacts()
        await nameHops()
        settled.fire()
    }

    /// Asks one control, and again while loss leaves a doubt that it can help with.
    ///
    /// Each control goes at its own pace, so that one that is down holds up nobody.
    private func ask(_ control: Control, _ address: IPAddress, isPrompted: Bool) async {
        for round in 1...Self.maximumRounds {
            let isPrompted = isPrompted || round > 1
            await askOnce(control, address, isPrompted: isPrompted)
            // What others are about to show may settle the matter.
            guard round < Self.maximumRounds, !Task.isCancelled,
                isWorthAsking(control, address, again: isPrompted),
                (try? await tools.clock.sleep(for: Self.roundRest)) != nil,
                isWorthAsking(control, address, again: isPrompted)
            else { return }
        }
    }

    /// Whether another round with a control may tell more: it can be compared, or was not yet.
    private func isWorthAsking(
        _ control: Control,
        _ address: IPAddress,
        again wasPrompted: Bool
    ) -> Bool {
        let seen = current
        let report = EgressDiagnoser.judge(seen)
        guard report.verdict == .inconclusive || report.confidence == .likely,
            let known = seen.controls.first(where: {
                $0.host == control.host && $0.address == address
            })
        else { return false }
        return known.connectsOnSMTP ? !wasPrompted : known.connectsOnReference
    }

    private func askOnce(_ control: Control, _ address: IPAddress, isPrompted: Bool) async {
        let earlier = current.controls.first { $0.host == control.host && $0.address == address }
        let known = earlier.flatMap { $0.connectsOnReference ? [$0.referencePort] : nil }
        let ports = Array(control.referencePorts.prefix(ControlProbe.maximumReferencePorts))
        let probe = ControlProbe(
            control: control,
            address: address,
            referencePorts: known ?? ports,
            prober: tools.prober,
            clock: tools.clock,
            settings: tools.settings,
            isPrompted: isPrompted
        )
        _ = await probe.run { seen in
            let whole = earlier.map { seen.following($0) } ?? seen
            self.observation.withLock { state in
                state.controls.removeAll { $0.host == seen.host && $0.address == seen.address }
                state.controls.append(whole)
                state.controls.sort { $0.host < $1.host }
            }
            self.announceIfSure()
            self.traceControl(whole)
        }
    }

    /// Traces to a control whose reference port has connected.
    ///
    /// One path suffices for the hop; a second guards against paths of two lengths.
    private func traceControl(_ control: ControlObservation) {
        guard tools.settings.traces, control.connectsOnReference else { return }
        let connection = control.referenceAttempts.first(where: \.isConnected)
        work.withLock { work in
            guard work.controlTraces.count < Self.maximumTraces, !work.isInterrupted,
                work.controlTraces[control.address] == nil
            else { return }
            work.controlTraces[control.address] = Task {
                await trace(
                    host: control.host,
                    address: control.address,
                    referencePort: control.referencePort,
                    roundTrip: connection?.timings.connect
                )
            }
        }
    }

    private func trace(
        host: DomainName,
        address: IPAddress,
        referencePort: UInt16,
        roundTrip: Duration? = nil,
        isFirst: Bool = false
    ) async {
        let request = TraceRequest(
            address: address,
            ports: [Endpoint.smtpPort, referencePort],
            sourceAddress: tools.settings.sourceAddresses[family],
            roundTrip: roundTrip
        )
        switch await result(of: request) {
        case nil: return
        case .unsupported(let problem): observation.withLock { $0.traceProblem = problem }
        case .traces(let traces):
            guard traces.count == 2 else { return }
            let pair = TracePair(host: host, smtp: traces[0], reference: traces[1])
            observation.withLock { state in
                state.traces.insert(pair, at: isFirst ? 0 : state.traces.count)
            }
        }
        announceIfSure()
    }

    /// Traces until the run ends; a trace cannot be cut short, so that it is then left to its own deadline.
    private func result(of request: TraceRequest) async -> TraceResult? {
        let (results, continuation) = AsyncStream.makeStream(of: TraceResult.self)
        Task { [tracer = tools.tracer] in
            continuation.yield(await tracer.trace(request))
            continuation.finish()
        }
        return await results.first { _ in true }
    }

    private func probeCanary() async {
        var limits = tools.settings.limits
        // That it connects says all; a name is welcome, and a device that asks behind itself has none to give.
        limits.greeting = min(limits.greeting, Self.lastCanaryPatience)
        let request = ProbeRequest(
            endpoint: Endpoint(address: EgressTools.canary(family), port: Endpoint.smtpPort),
            hostName: nil,
            plan: SessionPlan(
                ehloName: tools.settings.ehloName,
                tlsMode: .starttls,
                triesStartTLS: false
            ),
            limits: limits
        )
        let known = work.withLock(\.canaryKnown)
        let watch = Stopwatch(tools.clock)
        let result = await tools.prober.probe(request) { progress in
            guard progress == .connected else { return }
            var seen = ProbeObservation(endpoint: request.endpoint, outcome: .interrupted)
            seen.timings.connect = watch.elapsed()
            self.observation.withLock { if $0.canary == nil { $0.canary = seen } }
            known.fire()
            self.announceIfSure()
        }
        observation.withLock { $0.canary = result }
        known.fire()
        announceIfSure()
    }

    /// Adds what the user that runs Postfix sees, and reads the kernel's counter a last time.
    private func addLocalFacts() async {
        suspectThisMachine()
        guard !current.isInterrupted else { return }
        await work.withLock(\.mailOwner)?.value
    }

    /// Connects as the user that runs Postfix once there is a sign that this machine stops port 25 itself.
    private func suspectThisMachine() {
        readCounter()
        let seen = current
        let probes = seen.mailHosts.map(\.probe) + seen.controls.flatMap(\.attempts)
        let isDenied =
            probes.contains { $0.outcome == .deniedLocally } || (seen.unsentSYNs ?? 0) > 0
            || EgressDiagnoser.judge(seen).verdict == .locallyBlocked
        guard isDenied,
            let endpoint = probes.first?.endpoint ?? seen.controls.first.map(smtpEndpoint)
        else { return }
        work.withLock { work in
            guard work.mailOwner == nil, !work.isInterrupted else { return }
            work.mailOwner = Task {
                let result = await tools.facts.connectAsMailOwner(to: endpoint)
                observation.withLock { $0.mailOwnerProbe = result }
            }
        }
    }

    private func smtpEndpoint(_ control: ControlObservation) -> Endpoint {
        Endpoint(address: control.address, port: Endpoint.smtpPort)
    }

    private func nameHops() async {
        let routers = Set(
            current.traces.flatMap {
                Array($0.smtp.routers.values) + Array($0.reference.routers.values)
            }
        )
        guard !routers.isEmpty else { return }
        let names = await withTaskGroup(of: (IPAddress, DNSName?)?.self) { group in
            for router in routers {
                group.addTask { (router, await self.tools.name(of: router)) }
            }
            group.addTask {
                try? await self.tools.clock.sleep(for: Self.hopNamePatience)
                return nil
            }
            var names: [IPAddress: DNSName] = [:]
            var count = 0
            for await answer in group {
                guard let (router, name) = answer else { break }
                names[router] = name
                count += 1
                if count == routers.count { break }
            }
            group.cancelAll()
            return names
        }
        observation.withLock { state in
            for index in state.traces.indices { state.traces[index].hopNames = names }
        }
    }

    /// The first few controls that have an address of the family, with their first one.
    private func addresses() async -> [(Control, IPAddress)] {
        await withTaskGroup(of: (Int, Control, IPAddress?).self) { group in
            let known = tools.settings.controls.prefix(EgressTools.maximumLookups)
            for (index, control) in known.enumerated() {
                group.addTask {
                    (index, control, await self.tools.address(of: control.host, self.family))
                }
            }
            var found: [(Int, Control, IPAddress)] = []
            for await (index, control, address) in group {
                if let address { found.append((index, control, address)) }
            }
            return found.sorted { $0.0 < $1.0 }.prefix(EgressTools.maximumControls)
                .map { ($0.1, $0.2) }
        }
    }

    private func readCounter() {
        guard let before = unsentBefore, let after = tools.facts.unsentSegments() else { return }
        observation.withLock { $0.unsentSYNs = max(0, after - before) }
    }

    private func announceIfSure() {
        suspectThisMachine()
        let report = EgressDiagnoser.judge(current)
        if report.confidence == .conclusive { settled.fire() }
    }
}
