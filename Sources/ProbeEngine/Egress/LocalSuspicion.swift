import ProbeModel
import Synchronization

/// Looks for signs that this machine itself stops port 25, and then connects as the user that runs Postfix.
final class LocalSuspicion: Sendable {
    private struct State {
        var mailOwner: Task<Void, Never>?
        var isEnded = false
    }

    private let tools: EgressTools
    private let record: EgressRecord
    private let unsentBefore: Int?
    private let state = Mutex(State())

    /// Reads the kernel's counter for the first time.
    init(tools: EgressTools, record: EgressRecord) {
        self.tools = tools
        self.record = record
        unsentBefore = tools.facts.unsentSegments()
    }

    /// Reads the kernel's counter, and connects once there is a sign.
    func look() {
        readCounter()
        let seen = record.value
        let probes = seen.mailHosts.map(\.probe) + seen.controls.flatMap(\.attempts)
        let isDenied =
            probes.contains { $0.outcome == .deniedLocally } || (seen.unsentSYNs ?? 0) > 0
            || record.report.verdict == .locallyBlocked
        guard isDenied,
            let endpoint = probes.first?.endpoint ?? seen.controls.first.map(smtpEndpoint)
        else { return }
        connect(to: endpoint)
    }

    /// Looks a last time and waits for what the user sees who runs Postfix.
    func finish() async {
        look()
        guard !record.value.isInterrupted else { return }
        await state.withLock(\.mailOwner)?.value
    }

    /// Begins nothing any more.
    func interrupt() { state.withLock { $0.isEnded = true } }

    private func connect(to endpoint: Endpoint) {
        state.withLock { state in
            guard state.mailOwner == nil, !state.isEnded else { return }
            state.mailOwner = Task {
                let result = await tools.facts.connectAsMailOwner(to: endpoint)
                record.note { $0.mailOwnerProbe = result }
            }
        }
    }

    private func smtpEndpoint(_ control: ControlObservation) -> Endpoint {
        Endpoint(address: control.address, port: Endpoint.smtpPort)
    }

    private func readCounter() {
        guard let before = unsentBefore, let after = tools.facts.unsentSegments() else { return }
        record.note { $0.unsentSYNs = max(0, after - before) }
    }
}
