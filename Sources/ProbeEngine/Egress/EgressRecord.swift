import Diagnosis
import ProbeModel
import Synchronization

/// What is known of one family's way to port 25 by now, written from several tasks.
final class EgressRecord: Sendable {
    /// Fires when the rules are sure, or nothing more can be learnt.
    let settled = AsyncSignal()

    /// The most sessions with domains' own hosts that are kept, of those that connected and of those that did not.
    ///
    /// More make the rules no surer; a run may be about a million domains, and each of them is judged by these.
    static let maximumMailHosts = 32

    private struct State {
        var observation: EgressObservation
        /// The verdict on what was seen by now, where it was asked for.
        var report: EgressReport?
        /// How often something was written down.
        var version = 0
        var mailHostCounts: [Bool: Int] = [:]
    }

    private let state: Mutex<State>

    init(_ start: EgressObservation) { state = Mutex(State(observation: start)) }

    /// What has been seen by now.
    var value: EgressObservation { state.withLock(\.observation) }

    /// The verdict by now.
    var report: EgressReport {
        let now = state.withLock { $0 }
        if let known = now.report { return known }
        let report = EgressDiagnoser.judge(now.observation)
        state.withLock { if $0.version == now.version { $0.report = report } }
        return report
    }

    /// Writes something down.
    func note(_ change: (inout EgressObservation) -> Void) {
        state.withLock { state in
            change(&state.observation)
            state.version += 1
            state.report = nil
        }
    }

    /// Writes down a session with a domain's own mail host, unless there are plenty of its kind.
    func note(_ mailHost: MailHostObservation) {
        state.withLock { state in
            let isConnected = mailHost.probe.isConnected
            guard state.mailHostCounts[isConnected, default: 0] < Self.maximumMailHosts else {
                return
            }
            state.mailHostCounts[isConnected, default: 0] += 1
            state.observation.mailHosts.append(mailHost)
            state.version += 1
            state.report = nil
        }
    }

    /// Fires ``settled`` if what is known makes the rules sure.
    func settleIfSure() {
        if report.confidence == .conclusive { settled.fire() }
    }
}
