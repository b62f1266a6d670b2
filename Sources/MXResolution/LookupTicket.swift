import ProbeModel
import Synchronization

/// One caller who waits for a lookup; it is answered exactly once, by the loop or by being
/// cancelled.
final class LookupTicket: Sendable {
    private enum State {
        case new
        case waiting(CheckedContinuation<Lookup, Never>)
        case done(Lookup)
    }

    /// What the caller asks.
    let question: Question

    private let state = Mutex<State>(.new)

    /// Creates a ticket.
    init(_ question: Question) { self.question = question }

    /// Begins to wait; answers at once when the ticket is done already.
    func wait(_ continuation: CheckedContinuation<Lookup, Never>) {
        let lookup: Lookup? = state.withLock { state in
            if case .done(let lookup) = state { return lookup }
            state = .waiting(continuation)
            return nil
        }
        if let lookup { continuation.resume(returning: lookup) }
    }

    /// Answers the caller, unless that has been done.
    func finish(_ lookup: Lookup) {
        let continuation: CheckedContinuation<Lookup, Never>? = state.withLock { state in
            defer { if case .done = state {} else { state = .done(lookup) } }
            if case .waiting(let continuation) = state { return continuation }
            return nil
        }
        continuation?.resume(returning: lookup)
    }

    /// Answers that the run ended first.
    func interrupt() {
        finish(
            Lookup(
                question: question,
                status: .interrupted,
                failure: LookupFailure(server: nil, message: "the lookup was interrupted")
            )
        )
    }

    /// Whether the caller has been answered.
    var isDone: Bool {
        state.withLock { if case .done = $0 { true } else { false } }
    }
}
