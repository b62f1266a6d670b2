import Diagnosis
import ProbeModel
import Synchronization

/// Finds out, once a run and family, whether this machine's port 25 reaches the world.
///
/// Begun by the first sign that something is wrong with 25: a failed attempt, or a SYN without an
/// answer within the head start. Controls, trace and canary go out at once; it ends as soon as the rules are
/// sure, and otherwise when there is nothing more to learn.
final class EgressInvestigation: Sendable {
    private struct State {
        var main: Task<Void, Never>?
        /// Waits for all that was begun; made by the first who asks for the verdict before the run is over.
        var conclusion: Task<Void, Never>?
        var isConcluded = false
        var isInterrupted = false
    }

    private let tools: EgressTools
    private let record: EgressRecord
    private let canary: Canary
    private let traces: PathTraces
    private let rounds: ControlRounds
    private let suspicion: LocalSuspicion
    private let state = Mutex(State())

    init(family: AddressFamily, isAvailable: Bool, tools: EgressTools) {
        self.tools = tools
        var start = EgressObservation(family: family, isAvailable: isAvailable)
        start.ownAddresses = tools.facts.ownAddresses()
        let record = EgressRecord(start)
        let suspicion = LocalSuspicion(tools: tools, record: record)
        let announce: @Sendable () -> Void = {
            suspicion.look()
            record.settleIfSure()
        }
        let traces = PathTraces(family, tools: tools, record: record, onNews: announce)
        canary = Canary(family, tools: tools, record: record, onNews: announce)
        rounds = ControlRounds(family, tools: tools, record: record) { control in
            announce()
            traces.trace(control)
        }
        self.record = record
        self.suspicion = suspicion
        self.traces = traces
    }

    /// What has been seen by now.
    var current: EgressObservation { record.value }

    /// Fires when the rules are sure, or nothing more can be learnt.
    var settled: AsyncSignal { record.settled }

    /// Adds a session with a domain's own mail host.
    func add(_ mailHost: MailHostObservation) { record.note(mailHost) }

    /// Asks the controls, traces the path and tries the canary; later calls join the first.
    ///
    /// - Parameter isPrompted: Whether something on 25 has failed; else the controls' port 25 alone is asked at first.
    func investigate(isPrompted: Bool = true) {
        guard current.isAvailable else { return settled.fire() }
        state.withLock { state in
            guard state.main == nil, !state.isInterrupted else { return }
            rounds.begin()
            state.main = Task { await run(isPrompted: isPrompted) }
        }
    }

    /// Tries to connect to port 25 of an address where nobody is; later calls do nothing.
    func startCanary() { canary.start() }

    /// Whether another may have answered on port 25 in a mail host's place.
    ///
    /// A verified certificate settles that at once. A host that names itself is believed unless the canary, which
    /// was begun with the session and gets a little more time, connects. Who names somebody else, or nobody, is
    /// believed where the controls show that port 25 leads to whom it should.
    func distrusts(_ probe: ProbeObservation, names: [DomainName]) async -> Bool {
        if probe.tls?.verified == true { return false }
        if probe.isRewritten { return true }
        await canary.wait()
        if current.canary?.isConnected ?? false { return true }
        guard tools.settings.controlUse != .never, current.isAvailable, !probe.isNamed(names)
        else { return false }
        investigate(isPrompted: false)
        await settled.wait()
        return record.report.verdict != .open
    }

    /// Takes note that a mail host whose 25 is silent answers on another port, and traces to the first such host.
    func traceMailHost(_ host: DomainName, address: IPAddress, port: UInt16) {
        rounds.noteAnswer()
        traces.trace(mailHost: host, address: address, port: port)
    }

    /// Waits until nothing more is under way.
    func wait() async {
        await state.withLock(\.main)?.value
        await traces.waitForMailHost()
        canary.cancel()
        settled.fire()
        let seen = current
        if !seen.isInterrupted, seen.traces.contains(where: \.hopNames.isEmpty) {
            await traces.nameHops()
        }
    }

    /// The verdict by now.
    var report: EgressReport { record.report }

    /// Whether port 25 was looked into and the looking is over, so that the verdict stays.
    var isConcluded: Bool { state.withLock(\.isConcluded) }

    /// Waits until port 25 is looked into as far as it will be; not at all where nothing gave cause to look.
    func conclude() async {
        let conclusion = state.withLock { state in
            if state.main != nil, state.conclusion == nil {
                state.conclusion = Task {
                    await wait()
                    self.state.withLock { $0.isConcluded = true }
                }
            }
            return state.conclusion
        }
        await conclusion?.value
    }

    /// Ends everything under way.
    func interrupt() {
        record.note { $0.isInterrupted = true }
        let main = state.withLock { state in
            state.isInterrupted = true
            return state.main
        }
        main?.cancel()
        traces.interrupt()
        canary.interrupt()
        suspicion.interrupt()
        settled.fire()
    }

    private func run(isPrompted: Bool) async {
        canary.start()
        await rounds.run(isPrompted: isPrompted)
        await traces.waitForControls()
        await canary.finish()
        await suspicion.finish()
        await traces.nameHops()
        settled.fire()
    }
}
