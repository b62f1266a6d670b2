import Diagnosis
import ProbeModel
import Synchronization

/// What is known of one family's way to port 25 by now, written from several tasks.
final class EgressRecord: Sendable {
    /// Fires when the rules are sure, or nothing more can be learnt.
    let settled = AsyncSignal()

    private let observation: Mutex<EgressObservation>

    init(_ start: EgressObservation) { observation = Mutex(start) }

    /// What has been seen by now.
    var value: EgressObservation { observation.withLock { $0 } }

    /// The verdict by now.
    var report: EgressReport { EgressDiagnoser.judge(value) }

    /// Writes something down.
    func note(_ change: (inout EgressObservation) -> Void) { observation.withLock { change(&$0) } }

    /// Fires ``settled`` if what is known makes the rules sure.
    func settleIfSure() {
        if report.confidence == .conclusive { settled.fire() }
    }
}
