import ProbeModel
import Synchronization

/// One attempt to connect to port 25 of an address where nobody is.
final class Canary: Sendable {
    /// How long it is awaited when nothing but it can speak for an answer on 25.
    ///
    /// It was begun when that answer's handshake was done, and whoever intercepts is nearer than the host.
    static let patience = Duration.milliseconds(100)

    /// How long it is awaited when all else is known and says that others answer on 25.
    static let lastPatience = Duration.milliseconds(500)

    private struct State {
        var task: Task<Void, Never>?
        var isEnded = false
    }

    private let family: AddressFamily
    private let tools: EgressTools
    private let record: EgressRecord
    private let onNews: @Sendable () -> Void
    private let state = Mutex(State())
    /// Fires when it has connected or is over.
    private let known = AsyncSignal()

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

    /// Tries to connect; later calls do nothing.
    func start() {
        state.withLock { state in
            guard state.task == nil, !state.isEnded, tools.settings.controlUse != .never else {
                return
            }
            state.task = Task { await probe() }
        }
    }

    /// Waits a little for what it shows; not at all where it was never begun.
    func wait() async {
        guard state.withLock({ $0.task != nil }) else { return }
        await known.wait(atMost: Self.patience, on: tools.clock)
    }

    /// Gives it time where it alone can make an interception certain, and ends it.
    func finish() async {
        if record.report.verdict == .intercepted, !record.value.isInterrupted {
            await known.wait(atMost: Self.lastPatience, on: tools.clock)
        }
        cancel()
    }

    /// Ends it if it is under way.
    func cancel() { state.withLock(\.task)?.cancel() }

    /// Ends it for good: it is not begun any more.
    func interrupt() {
        let task = state.withLock { state in
            state.isEnded = true
            return state.task
        }
        task?.cancel()
    }

    private func probe() async {
        let request = request
        let watch = Stopwatch(tools.clock)
        let result = await tools.prober.probe(request) { [self] progress in
            guard progress == .connected else { return }
            var seen = ProbeObservation(endpoint: request.endpoint, outcome: .interrupted)
            seen.timings.connect = watch.elapsed()
            record.note { if $0.canary == nil { $0.canary = seen } }
            known.fire()
            onNews()
        }
        record.note { $0.canary = result }
        known.fire()
        onNews()
    }

    private var request: ProbeRequest {
        var limits = tools.settings.limits
        // That it connects says all; a name is welcome, and a device that asks behind itself has none to give.
        limits.greeting = min(limits.greeting, Self.lastPatience)
        return ProbeRequest(
            endpoint: Endpoint(address: EgressTools.canary(family), port: Endpoint.smtpPort),
            hostName: nil,
            plan: SessionPlan(
                ehloName: tools.settings.ehloName,
                tlsMode: .starttls,
                triesStartTLS: false
            ),
            limits: limits
        )
    }
}
