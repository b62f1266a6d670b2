import ProbeModel
import Synchronization

/// What is known of a control so far in one round, written from several tasks.
final class ControlLog: Sendable {
    private struct State {
        var observation: ControlObservation
        /// The sessions by the order in which they were begun.
        var sessions: [Int: ProbeObservation] = [:]
        var next = 0
    }

    private let state: Mutex<State>

    /// Creates a log; the port told is the one for comparison until another has connected.
    init(_ control: Control, _ address: IPAddress, referencePort: UInt16) {
        state = Mutex(
            State(
                observation: ControlObservation(
                    host: control.host,
                    controlOperator: control.controlOperator,
                    address: address,
                    attempts: [],
                    referencePort: referencePort,
                    referenceAttempts: []
                )
            )
        )
    }

    /// What is known by now.
    var value: ControlObservation {
        state.withLock { state in
            var whole = state.observation
            let sessions = state.sessions.sorted { $0.key < $1.key }.map(\.value)
            whole.attempts = sessions.filter { $0.endpoint.port == Endpoint.smtpPort }
            whole.referenceAttempts = sessions.filter { $0.endpoint.port != Endpoint.smtpPort }
            whole.dropUnfinished()
            return whole
        }
    }

    /// The number of a session that begins.
    func begin() -> Int {
        state.withLock { state in
            state.next += 1
            return state.next
        }
    }

    /// Writes down that a session has connected, unless its end is known already.
    func noteConnection(_ seen: ProbeObservation, of number: Int) {
        state.withLock { state in
            if state.sessions[number] == nil { state.sessions[number] = seen }
        }
    }

    /// Writes down how a session ended.
    func note(_ seen: ProbeObservation, of number: Int) {
        state.withLock { $0.sessions[number] = seen }
    }

    /// Makes a port that connects the one for comparison; the first such port stays it.
    func choose(_ port: UInt16) {
        state.withLock { state in
            let isChosen = state.sessions.values.contains { seen in
                seen.endpoint.port == state.observation.referencePort && seen.isConnected
            }
            if !isChosen { state.observation.referencePort = port }
        }
    }
}

extension ControlObservation {
    /// Leaves out the connections that were cut short before they showed anything, where others to that port did.
    ///
    /// That a reference port was given up for another one stays to be seen: who chose must not count the choice as proof.
    mutating func dropUnfinished() {
        func isUnfinished(_ probe: ProbeObservation) -> Bool {
            probe.outcome == .interrupted && !probe.isConnected
        }
        if !attempts.allSatisfy(isUnfinished) { attempts.removeAll(where: isUnfinished) }
        let port = referencePort
        if connectsOnReference {
            referenceAttempts.removeAll { $0.endpoint.port == port && isUnfinished($0) }
        }
    }

    /// What was seen of the same control in two rounds; what connects in either is the reference port.
    func following(_ earlier: ControlObservation) -> ControlObservation {
        var whole = self
        whole.attempts = earlier.attempts + attempts
        whole.referenceAttempts = earlier.referenceAttempts + referenceAttempts
        if earlier.connectsOnReference { whole.referencePort = earlier.referencePort }
        whole.dropUnfinished()
        return whole
    }
}
