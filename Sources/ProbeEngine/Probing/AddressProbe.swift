import ProbeModel

/// Carries out an ``AddressPlan`` for one address over the shared ledger.
struct AddressProbe: Sendable {
    let ledger: ProbeLedger
    let clock: any Clock<Duration>
    let requests: [UInt16: ProbeRequest]
    let plan: AddressPlan

    /// Tries the ports of the address; returns the sessions that were needed, by port.
    func run() async -> [ProbeObservation] {
        let (events, continuation) = AsyncStream.makeStream(of: News.self)
        var plan = plan
        var results: [UInt16: ProbeObservation] = [:]
        var dropped: Set<UInt16> = []
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
                        ledger.observe(request) { continuation.yield(.session(port, $0)) }
                    case .cut(let port):
                        if let request = requests[port] { ledger.cut(request) }
                    case .drop(let port):
                        dropped.insert(port)
                        if let request = requests[port] { ledger.cut(request) }
                    }
                }
            }
            after(AddressPlan.headStart, .headStartPassed)
            perform(plan.begin())
            if plan.isDone { continuation.finish() }
            for await news in events {
                switch news {
                case .plan(let event): perform(plan.handle(event))
                case .session(let port, .connected):
                    if port == Endpoint.smtpPort {
                        after(AddressPlan.greetingPatience, .greetingPatiencePassed)
                    }
                    perform(plan.handle(.connected(port)))
                case .session(let port, .finished(let result)):
                    results[port] = result
                    perform(plan.handle(.finished(port, result.outcome)))
                }
                if plan.isDone { break }
            }
            timers.cancelAll()
        }
        return results.filter { !dropped.contains($0.key) }
            .sorted { $0.key < $1.key }.map(\.value)
    }

    private enum News: Sendable {
        case plan(AddressPlan.Event)
        case session(UInt16, ProbeLedger.Event)
    }
}
