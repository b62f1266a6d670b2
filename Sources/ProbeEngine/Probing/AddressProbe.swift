import ProbeModel

/// Carries out an ``AddressPlan`` for one address over the shared ledger.
struct AddressProbe: Sendable {
    let ledger: ProbeLedger
    let clock: any Clock<Duration>
    let requests: [UInt16: ProbeRequest]
    let plan: AddressPlan
    /// Whether the sessions go on although others who share them have seen enough.
    var holds = false
    /// Fires when other hosts have shown what this machine's way out is like.
    let pathKnown: AsyncSignal?
    /// Called, perhaps more than once, when port 25 fails or is late to answer its SYN.
    let onSuspicion: @Sendable () -> Void
    /// Called when port 25 answers its SYN.
    let onConnected: @Sendable () -> Void
    /// Whether somebody else seems to have answered in the host's place.
    let isDistrusted: @Sendable (ProbeObservation) async -> Bool
    /// Called when an alternate port answers its SYN while 25 has not, or not in the host's name.
    let onAlternate: @Sendable (UInt16) -> Void

    /// Tries the ports of the address; returns the sessions that were needed, by port.
    func run() async -> [ProbeObservation] {
        let (events, continuation) = AsyncStream.makeStream(of: News.self)
        var plan = plan
        var results: [UInt16: ProbeObservation] = [:]
        var dropped: Set<UInt16> = []
        var isSMTPAnswered = false
        var isMute = false
        await withTaskGroup(of: Void.self) { timers in
            func after(_ delay: Duration, _ event: AddressPlan.Event) {
                timers.addTask {
                    if (try? await clock.sleep(for: delay)) != nil {
                        continuation.yield(.plan(event))
                    }
                }
            }
            func perform(_ actions: [AddressPlan.Action]) {
                for action in actions {
                    switch action {
                    case .start(let port):
                        guard let request = requests[port] else { continue }
                        after(AddressPlan.silencePatience, .silencePatiencePassed(port))
                        ledger.observe(request, holds: holds) {
                            continuation.yield(.session(port, $0))
                        }
                    case .cut(let port):
                        if let request = requests[port] { ledger.cut(request, held: holds) }
                    case .drop(let port):
                        dropped.insert(port)
                        if let request = requests[port] { ledger.cut(request, held: holds) }
                    }
                }
            }
            after(AddressPlan.headStart, .headStartPassed)
            let listener = pathKnown?.onFire { continuation.yield(.plan(.pathKnown)) }
            perform(plan.begin())
            if plan.isDone { continuation.finish() }
            for await news in events {
                switch news {
                case .plan(let event):
                    let actions = plan.handle(event)
                    if event == .headStartPassed, !actions.isEmpty { onSuspicion() }
                    if event == .mutenessPassed, !actions.isEmpty { isMute = true }
                    perform(actions)
                case .session(let port, .connected):
                    if port == Endpoint.smtpPort {
                        after(AddressPlan.greetingPatience, .greetingPatiencePassed)
                        after(AddressPlan.muteness, .mutenessPassed)
                        isSMTPAnswered = true
                        onConnected()
                    } else if !isSMTPAnswered {
                        onAlternate(port)
                    }
                    perform(plan.handle(.connected(port)))
                case .session(let port, .finished(var result)):
                    // Cut for its muteness, which is what was seen of it.
                    if isMute, port == Endpoint.smtpPort, result.outcome == .interrupted {
                        result.outcome = .silent
                    }
                    results[port] = result
                    let outcome = await effectiveOutcome(port, result)
                    // Where somebody else answered, the path is worth a look as where nobody did.
                    if port == Endpoint.smtpPort, outcome != result.outcome {
                        isSMTPAnswered = false
                    }
                    perform(plan.handle(.finished(port, outcome)))
                }
                if plan.isDone { break }
            }
            if let listener { pathKnown?.remove(listener) }
            timers.cancelAll()
        }
        return results.filter { !dropped.contains($0.key) }
            .sorted { $0.key < $1.key }.map(\.value)
    }

    /// The outcome that the plan goes by: an answer in another's name counts as none.
    private func effectiveOutcome(_ port: UInt16, _ result: ProbeObservation) async -> Outcome {
        guard port == Endpoint.smtpPort else { return result.outcome }
        let isFine = result.outcome == .ready || result.outcome == .deferred
        let outcome =
            isFine ? await isDistrusted(result) ? .notSMTP : result.outcome : result.outcome
        if outcome != .ready, outcome != .deferred { onSuspicion() }
        return outcome
    }

    private enum News: Sendable {
        case plan(AddressPlan.Event)
        case session(UInt16, ProbeLedger.Event)
    }
}
