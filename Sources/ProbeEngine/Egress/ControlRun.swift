import ProbeModel
import Synchronization

/// One round of a ``ControlProbe``, with all its sessions.
final class ControlRun: Sendable {
    private let probe: ControlProbe
    private let report: @Sendable (ControlObservation) -> Void
    private let log: ControlLog
    private let references = SessionGroup()
    private let hasSearched = Mutex(false)
    /// Fires when port 25 connects.
    private let isConnected = AsyncSignal()
    /// Fires when a reference port connects, or none will.
    private let isReferenceKnown = AsyncSignal()

    init(_ probe: ControlProbe, report: @escaping @Sendable (ControlObservation) -> Void) {
        self.probe = probe
        self.report = report
        log = ControlLog(
            probe.control,
            probe.address,
            referencePort: probe.referencePorts.first ?? Endpoint.smtpPort
        )
    }

    /// Asks the control, and returns when port 25 and what it is compared with are known.
    func run() async -> ControlObservation {
        let smtp = Task { await tryPort() }
        let twins = Task { await addTwins() }
        let silence = Task { await endSilence(of: smtp) }
        await withTaskCancellationHandler {
            await smtp.value
            for timer in [twins, silence] { timer.cancel() }
            await twins.value
            await finishReferences()
        } onCancel: {
            for task in [smtp, twins, silence] { task.cancel() }
            references.cancel()
        }
        return log.value
    }

    /// Tries port 25, and again while it refuses, with a twin every second time.
    private func tryPort() async {
        let watch = Stopwatch(probe.clock)
        for number in 1... {
            if number > 1, number % 2 == 1 { addTwin() }
            let outcome = await session(Endpoint.smtpPort, takesTLS: true)
            guard ControlProbe.isWorthRepeating(outcome, attempt: number) else { return }
            search()
            // A router that refuses late lets the SYN be repeated meanwhile.
            guard watch.elapsed() < ControlProbe.twinOffsets[1],
                (try? await probe.clock.sleep(for: ControlProbe.refusalRest)) != nil
            else {
                return
            }
        }
    }

    /// Connects to a reference port with each SYN to 25 that goes unanswered.
    private func addTwins() async {
        if probe.isPrompted { search() }
        let watch = Stopwatch(probe.clock)
        if !probe.isPrompted {
            guard (try? await probe.clock.sleep(for: AddressPlan.headStart)) != nil,
                !isConnected.hasFired
            else { return }
            search()
        }
        for offset in ControlProbe.twinOffsets {
            let rest = offset - watch.elapsed()
            guard (try? await probe.clock.sleep(for: rest)) != nil, !isConnected.hasFired else {
                return
            }
            addTwin()
        }
    }

    /// Looks for a reference port that connects; once a round.
    private func search() {
        let isFirst = hasSearched.withLock { hasSearched in
            defer { hasSearched = true }
            return !hasSearched
        }
        guard isFirst else { return }
        references.add { [self] in
            await withTaskGroup(of: Void.self) { group in
                for port in probe.referencePorts {
                    guard chosenPort == nil, !Task.isCancelled else { break }
                    let isOver = AsyncSignal()
                    group.addTask { [self] in
                        await trial(of: port, takesTLS: true)
                        isOver.fire()
                    }
                    guard port != probe.referencePorts.last else { break }
                    isReferenceKnown.onFire { isOver.fire() }
                    await isOver.wait(atMost: ControlProbe.portPatience, on: probe.clock)
                }
            }
            isReferenceKnown.fire()
        }
    }

    /// Holds a session with a port that may serve for comparison, until another one does.
    private func trial(of port: UInt16, takesTLS: Bool) async {
        // The first session shows the certificate; that need not be seen again.
        let trial = Task { _ = await session(port, takesTLS: takesTLS) }
        isReferenceKnown.onFire { [self] in
            if chosenPort != port { trial.cancel() }
        }
        await withTaskCancellationHandler {
            await trial.value
        } onCancel: {
            trial.cancel()
        }
    }

    private var chosenPort: UInt16? {
        let known = log.value
        return known.connectsOnReference ? known.referencePort : nil
    }

    /// Connects to the reference port once more, or to the first that may be one while none has answered.
    private func addTwin() {
        guard let port = chosenPort ?? probe.referencePorts.first else { return }
        references.add { [self] in await trial(of: port, takesTLS: false) }
    }

    /// Holds a session; that it connects is written down at once, because the rest may take long.
    private func session(_ port: UInt16, takesTLS: Bool) async -> Outcome {
        let number = log.begin()
        let request = probe.request(port: port, takesTLS: takesTLS)
        let watch = Stopwatch(probe.clock)
        let result = await probe.prober.probe(request) { [self] progress in
            guard progress == .connected else { return }
            let isSMTP = port == Endpoint.smtpPort
            let time = watch.elapsed()
            // How many SYNs a later connection took is known when its session ends.
            guard isSMTP || time < ControlProbe.firstRepeat else { return }
            var seen = ProbeObservation(endpoint: request.endpoint, outcome: .interrupted)
            seen.synsSent = 1
            seen.timings.connect = time
            if !isSMTP { log.choose(port) }
            log.noteConnection(seen, of: number)
            (isSMTP ? isConnected : isReferenceKnown).fire()
            report(log.value)
        }
        if result.isConnected, port != Endpoint.smtpPort {
            log.choose(port)
            isReferenceKnown.fire()
        }
        log.note(result, of: number)
        report(log.value)
        return result.outcome
    }

    /// Ends the attempt on 25 once three SYNs are unanswered and a reference port has shown how long an answer takes.
    ///
    /// Where no port of the control answers, other hosts show that: there is nothing to compare, however long one waits.
    private func endSilence(of smtp: Task<Void, Never>) async {
        guard (try? await probe.clock.sleep(for: ControlProbe.silenceKnown)) != nil else { return }
        var waited = ControlProbe.silenceKnown
        let step = Duration.milliseconds(250)
        while waited < probe.settings.limits.connect {
            let slowest = log.value.referenceAttempts.compactMap(\.timings.connect).max()
            if let slowest, waited >= slowest * 2 + ControlProbe.twinOffsets[1] { break }
            if slowest == nil, isDeaf(after: waited) {
                isReferenceKnown.fire()
                break
            }
            guard (try? await probe.clock.sleep(for: step)) != nil else { return }
            waited += step
        }
        // Once it is connected it is not silent: what it says is awaited.
        if !isConnected.hasFired { smtp.cancel() }
    }

    private func isDeaf(after waited: Duration) -> Bool {
        guard !isConnected.hasFired, let answer = probe.slowestElsewhere() else { return false }
        return waited >= probe.deafnessKnown(beside: answer)
    }

    /// Waits for what port 25 is compared with: what is said there where 25 speaks, else only that it connects.
    private func finishReferences() async {
        if hasSearched.withLock({ $0 }), !Task.isCancelled {
            await withTaskCancellationHandler {
                await isReferenceKnown.wait()
            } onCancel: {
                isReferenceKnown.fire()
            }
            let isOver = AsyncSignal()
            let all = Task {
                await references.wait()
                isOver.fire()
            }
            let patience =
                isConnected.hasFired
                ? probe.settings.limits.session : ControlRounds.politeRest
            await isOver.wait(atMost: patience, on: probe.clock)
            all.cancel()
        }
        references.cancel()
        await references.wait()
    }
}
