import ProbeModel
import Synchronization

/// What is known of a control so far, written from several tasks.
final class ControlLog: Sendable {
    private let state: Mutex<ControlObservation>

    init(_ observation: ControlObservation) { state = Mutex(observation) }

    /// What is known by now.
    var value: ControlObservation { state.withLock { $0 } }

    /// Adds to it.
    func change(_ change: (inout ControlObservation) -> Void) { state.withLock { change(&$0) } }
}
