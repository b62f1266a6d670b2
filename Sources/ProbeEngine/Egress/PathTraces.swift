import ProbeModel
import Synchronization

/// The traces of one family: to the first mail host that needs one, and to a few controls.
final class PathTraces: Sendable {
    /// To how many controls paths are traced.
    ///
    /// One path suffices for the hop; a second guards against paths of two lengths.
    static let maximumControls = 2

    /// How long names of hops are awaited after everything else is known.
    static let hopNamePatience = Duration.milliseconds(300)

    private struct State {
        var mailHost: Task<Void, Never>?
        var controls: [IPAddress: Task<Void, Never>] = [:]
        var isEnded = false
    }

    private let family: AddressFamily
    private let tools: EgressTools
    private let record: EgressRecord
    private let onNews: @Sendable () -> Void
    private let state = Mutex(State())

    init(
        _ family: AddressFamily,
        tools: EgressTools,
        record: EgressRecord,
        onNews: @escaping @Sendable () -> Void
    ) {
        self.family = family
        self.tools = tools
        self.record = record
        self.onNews = onNews
    }

    /// Traces to a mail host whose 25 is silent while another of its ports answers; only the first is traced.
    func trace(mailHost host: DomainName, address: IPAddress, port: UInt16) {
        guard tools.settings.traces else { return }
        state.withLock { state in
            guard state.mailHost == nil, !state.isEnded else { return }
            state.mailHost = Task {
                await trace(host, request(address, port), isFirst: true)
            }
        }
    }

    /// Traces to a control whose reference port has connected, unless enough are traced.
    func trace(_ control: ControlObservation) {
        guard tools.settings.traces, control.connectsOnReference else { return }
        let connection = control.referenceAttempts.first(where: \.isConnected)
        state.withLock { state in
            guard state.controls.count < Self.maximumControls, !state.isEnded,
                state.controls[control.address] == nil
            else { return }
            var request = request(control.address, control.referencePort)
            request.roundTrip = connection?.timings.connect
            state.controls[control.address] = Task { [request] in
                await trace(control.host, request)
            }
        }
    }

    /// Waits for the traces to controls.
    func waitForControls() async {
        for trace in state.withLock({ $0.controls.values }) { await trace.value }
    }

    /// Waits for the trace to the mail host.
    func waitForMailHost() async { await state.withLock(\.mailHost)?.value }

    /// Ends all traces; none is begun any more.
    func interrupt() {
        let tasks = state.withLock { state in
            state.isEnded = true
            return [state.mailHost] + Array(state.controls.values)
        }
        for task in tasks { task?.cancel() }
    }

    /// Looks up the names of the hops seen, as far as they come in time.
    func nameHops() async {
        let routers = Set(
            record.value.traces.flatMap {
                Array($0.smtp.routers.values) + Array($0.reference.routers.values)
            }
        )
        guard !routers.isEmpty else { return }
        let names = await names(of: routers)
        record.note { state in
            for index in state.traces.indices { state.traces[index].hopNames = names }
        }
    }

    private func names(of routers: Set<IPAddress>) async -> [IPAddress: DNSName] {
        await withTaskGroup(of: (IPAddress, DNSName?)?.self) { [tools] group in
            for router in routers { group.addTask { (router, await tools.name(of: router)) } }
            group.addTask {
                try? await tools.clock.sleep(for: Self.hopNamePatience)
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
    }

    private func request(_ address: IPAddress, _ port: UInt16) -> TraceRequest {
        TraceRequest(
            address: address,
            ports: [Endpoint.smtpPort, port],
            sourceAddress: tools.settings.sourceAddresses[family]
        )
    }

    private func trace(_ host: DomainName, _ request: TraceRequest, isFirst: Bool = false) async {
        switch await result(of: request) {
        case nil: return
        case .unsupported(let problem): record.note { $0.traceProblem = problem }
        case .traces(let traces):
            guard traces.count == 2 else { return }
            let pair = TracePair(host: host, smtp: traces[0], reference: traces[1])
            record.note { $0.traces.insert(pair, at: isFirst ? 0 : $0.traces.count) }
        }
        onNews()
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
}
