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
        var canary: Task<Void, Never>?
        var mailOwner: Task<Void, Never>?
        var isInterrupted = false
    }

    /// How long sessions with controls may go on to a proper end once the rules are sure.
    static let politeRest = Duration.milliseconds(500)

    /// How many rounds of controls are asked while loss leaves a doubt.
    static let maximumRounds = 3

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
    /// A verified certificate settles that at once. Otherwise the canary, which was begun with the session,
    /// gets a little more time.
    func distrusts(_ probe: ProbeObservation) async -> Bool {
        if probe.tls?.verified == true { return false }
        if probe.isRewritten { return true }
        await awaitCanary()
        return current.canary?.outcome.isConnected ?? false
    }

    private func awaitCanary() async {
        guard let canary = work.withLock(\.canary), current.canary == nil else { return }
        let timer = Task {
            if (try? await tools.clock.sleep(for: Self.canaryPatience)) != nil { canary.cancel() }
        }
        await canary.value
        timer.cancel()
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
            return [work.main, work.mailHostTrace, work.canary]
        }
        for task in tasks { task?.cancel() }
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
        for round in 1...Self.maximumRounds {
            // Without a prompt, the first round only looks whether there is anything to find out.
            let traces = round == (isPrompted ? 1 : 2)
            await ask(controls, isPrompted: isPrompted || round > 1, tracing: traces)
            let report = EgressDiagnoser.judge(current)
            // Another round helps only where controls can be compared and loss leaves a doubt.
            let isDoubtful = report.verdict == .inconclusive || report.confidence == .likely
            guard isDoubtful, !Task.isCancelled, hasSilentControls else { break }
        }
        work.withLock(\.canary)?.cancel()
        await addLocalFacts()
        await nameHops()
        settled.fire()
    }

    private var hasSilentControls: Bool {
        current.controls.contains { control in
            control.connectsOnReference && !control.connectsOnSMTP
        }
    }

    /// Asks all controls at once; stops waiting for the rest once the rules are sure.
    private func ask(
        _ controls: [(Control, IPAddress)],
        isPrompted: Bool,
        tracing: Bool
    ) async {
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
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await questions.value }
                guard tracing, tools.settings.traces else { return }
                // One path suffices for the hop; a second guards against paths of two lengths.
                for (control, address) in controls.prefix(2) {
                    guard let port = control.referencePorts.first else { continue }
                    group.addTask {
                        await self.trace(host: control.host, address: address, referencePort: port)
                    }
                }
            }
        } onCancel: {
            questions.cancel()
        }
    }

    private func ask(_ control: Control, _ address: IPAddress, isPrompted: Bool) async {
        guard let port = control.referencePorts.first else { return }
        let probe = ControlProbe(
            control: control,
            address: address,
            referencePort: port,
            prober: tools.prober,
            clock: tools.clock,
            settings: tools.settings,
            isPrompted: isPrompted
        )
        let earlier = current.controls.first { $0.host == control.host && $0.address == address }
        _ = await probe.run { seen in
            self.observation.withLock { state in
                var whole = seen
                if let earlier {
                    whole.attempts = earlier.attempts + seen.attempts
                    whole.referenceAttempts = earlier.referenceAttempts + seen.referenceAttempts
                }
                state.controls.removeAll { $0.host == seen.host && $0.address == seen.address }
                state.controls.append(whole)
                state.controls.sort { $0.host < $1.host }
            }
            self.announceIfSure()
        }
    }

    private func trace(
        host: DomainName,
        address: IPAddress,
        referencePort: UInt16,
        isFirst: Bool = false
    ) async {
        let request = TraceRequest(
            address: address,
            ports: [Endpoint.smtpPort, referencePort],
            sourceAddress: tools.settings.sourceAddresses[family]
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
        let request = ProbeRequest(
            endpoint: Endpoint(address: EgressTools.canary(family), port: Endpoint.smtpPort),
            hostName: nil,
            plan: SessionPlan(
                ehloName: tools.settings.ehloName,
                tlsMode: .starttls,
                triesStartTLS: false
            ),
            limits: tools.settings.limits
        )
        let result = await tools.prober.probe(request) { _ in }
        observation.withLock { $0.canary = result }
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

    /// The controls that have an address of the family, with their first one.
    private func addresses() async -> [(Control, IPAddress)] {
        await withTaskGroup(of: (Int, Control, IPAddress?).self) { group in
            for (index, control) in tools.settings.controls.prefix(EgressTools.maximumControls)
                .enumerated()
            {
                group.addTask {
                    (index, control, await self.tools.address(of: control.host, self.family))
                }
            }
            var found: [(Int, Control, IPAddress)] = []
            for await (index, control, address) in group {
                if let address { found.append((index, control, address)) }
            }
            return found.sorted { $0.0 < $1.0 }.map { ($0.1, $0.2) }
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
