import ProbeModel

/// Asks one control at one address: port 25 and its reference port, side by side.
///
/// Each SYN to 25 has a twin to the reference port that starts with it, so that loss and outages hit both alike. A failing 25 is
/// tried again before it counts: silence by three SYNs on fresh sockets, a refusal by a second attempt.
struct ControlProbe: Sendable {
    /// When further twins follow the first, while 25 is silent: with the fresh SYNs of ``ProbeLimits``.
    static let twinOffsets: [Duration] = [.milliseconds(1_100), .milliseconds(2_200)]

    /// How long after the first SYN the silence of 25 is known, when the reference port answers fast: three SYNs and a second for the last.
    static let silenceKnown = Duration.milliseconds(3_250)

    /// How long a refusal is let rest before it is tried again.
    static let refusalRest = Duration.milliseconds(100)

    let control: Control
    let address: IPAddress
    let referencePort: UInt16
    let prober: any EndpointProbing
    let clock: any Clock<Duration>
    let settings: EngineSettings
    /// Whether something has failed already; else the reference port is left alone while 25 answers in time.
    var isPrompted = true

    /// Asks the control; `report` is called whenever there is more to tell.
    func run(report: @escaping @Sendable (ControlObservation) -> Void) async -> ControlObservation {
        let log = ControlLog(
            ControlObservation(
                host: control.host,
                controlOperator: control.controlOperator,
                address: address,
                attempts: [],
                referencePort: referencePort,
                referenceAttempts: []
            )
        )
        await withTaskGroup(of: Void.self) { group in
            let isConnected = AsyncSignal()
            let smtp = Task { await attempts(log: log, isConnected: isConnected, report: report) }
            group.addTask {
                await twins(of: smtp, log: log, isConnected: isConnected, report: report)
            }
            group.addTask {
                await withTaskCancellationHandler {
                    await smtp.value
                } onCancel: {
                    smtp.cancel()
                }
            }
            await group.waitForAll()
        }
        return log.value
    }

    /// Tries port 25, and once more when it is refused, with a twin of its own.
    private func attempts(
        log: ControlLog,
        isConnected: AsyncSignal,
        report: @escaping @Sendable (ControlObservation) -> Void
    ) async {
        let first = await attempt(log: log, isConnected: isConnected, report: report)
        guard isRefusal(first), (try? await clock.sleep(for: Self.refusalRest)) != nil else {
            return
        }
        async let twin: Void = twin(log: log, report: report)
        _ = await attempt(log: log, isConnected: isConnected, report: report)
        await twin
    }

    private func attempt(
        log: ControlLog,
        isConnected: AsyncSignal,
        report: @escaping @Sendable (ControlObservation) -> Void
    ) async -> Outcome {
        let result = await prober.probe(request(port: Endpoint.smtpPort)) { _ in
            isConnected.fire()
        }
        log.change { $0.attempts.append(result) }
        report(log.value)
        return result.outcome
    }

    private func twin(
        log: ControlLog,
        report: @escaping @Sendable (ControlObservation) -> Void
    ) async {
        let result = await prober.probe(request(port: referencePort)) { _ in }
        log.change { $0.referenceAttempts.append(result) }
        report(log.value)
    }

    private func isRefusal(_ outcome: Outcome) -> Bool {
        switch outcome {
        case .refused, .unreachable, .prohibited, .deniedLocally, .reset: return true
        case .ready, .deferred, .rejected, .timeout, .noRoute, .closed, .silent, .notSMTP,
            .tlsFailed,
            .interrupted:
            return false
        }
    }

    /// Connects to the reference port with each SYN to 25, and ends the wait for 25 once its silence is known.
    private func twins(
        of smtp: Task<Void, Never>,
        log: ControlLog,
        isConnected: AsyncSignal,
        report: @escaping @Sendable (ControlObservation) -> Void
    ) async {
        await withTaskGroup(of: Void.self) { group in
            let first = isPrompted ? Duration.zero : AddressPlan.headStart
            for offset in [first] + Self.twinOffsets {
                group.addTask {
                    if offset > .zero {
                        guard (try? await clock.sleep(for: offset)) != nil,
                            log.value.attempts.isEmpty, isPrompted || !isConnected.hasFired
                        else { return }
                    }
                    await twin(log: log, report: report)
                }
            }
            group.addTask { await endSilence(of: smtp, log: log, isConnected: isConnected) }
            await smtp.value
            // The first twin, or both where 25 was tried again, is awaited to the end; others only add to what is known.
            let isAnswered = isConnected.hasFired && !isPrompted
            while !isAnswered, log.value.referenceAttempts.count < max(1, log.value.attempts.count),
                await group.next() != nil
            {}
            group.cancelAll()
        }
    }

    /// Ends the attempt on 25 once three SYNs are unanswered and the reference port has shown how long an answer takes.
    private func endSilence(
        of smtp: Task<Void, Never>,
        log: ControlLog,
        isConnected: AsyncSignal
    ) async {
        guard (try? await clock.sleep(for: Self.silenceKnown)) != nil else { return }
        var waited = Self.silenceKnown
        let step = Duration.milliseconds(250)
        while waited < settings.limits.connect {
            let slowest = log.value.referenceAttempts.compactMap(\.timings.connect).max()
            if let slowest, waited >= slowest * 2 + Self.twinOffsets[1] { break }
            guard (try? await clock.sleep(for: step)) != nil else { return }
            waited += step
        }
        // Once it is connected it is not silent: what it says is awaited.
        if !isConnected.hasFired { smtp.cancel() }
    }

    private func request(port: UInt16) -> ProbeRequest {
        let endpoint = Endpoint(address: address, port: port)
        var limits = settings.limits
        // A control is asked a question and not waited for: a slow greeting is an answer as well.
        limits.greeting = min(limits.greeting, .seconds(8))
        limits.reply = min(limits.reply, .seconds(8))
        return ProbeRequest(
            endpoint: endpoint,
            hostName: control.host,
            plan: SessionPlan(
                ehloName: settings.ehloName,
                tlsMode: endpoint.tlsMode,
                triesStartTLS: port == Endpoint.smtpPort
            ),
            limits: limits,
            sourceAddress: settings.sourceAddresses[address.family]
        )
    }
}
