import CCurl
import Synchronization

/// The way into the thread of a ``TransferLoop``.
final class TransferMailbox: Sendable {
    /// What others want.
    enum Letter: Sendable {
        /// Send a request.
        case start(DeliveryJob)
        /// Nobody waits for this any more.
        case cancel(UInt64)
        /// End everything.
        case stop
    }

    private struct State {
        var letters: [Letter] = []
        /// The address of the multi handle while there is one; an integer, since only the loop's thread may use it.
        var multi: UInt?
        var isClosed = false
    }

    private let state = Mutex(State())

    /// Sends a letter, from any thread; false when the loop has ended.
    func post(_ letter: Letter) -> Bool {
        state.withLock { state in
            guard !state.isClosed else { return false }
            state.letters.append(letter)
            // The one call that libcurl allows from other threads; the lock keeps the handle alive meanwhile.
            if let multi = state.multi.flatMap(UnsafeMutableRawPointer.init(bitPattern:)) {
                curl_multi_wakeup(multi)
            }
            return true
        }
    }

    /// Takes all letters, in the order sent.
    func take() -> [Letter] {
        state.withLock { state in
            defer { state.letters = [] }
            return state.letters
        }
    }

    /// Lets letters wake a handle from now on.
    func open(_ multi: UnsafeMutableRawPointer) {
        let address = UInt(bitPattern: multi)
        state.withLock { $0.multi = address }
    }

    /// Refuses further letters; returns those that nobody has read.
    func close() -> [Letter] {
        state.withLock { state in
            defer { state = State(isClosed: true) }
            return state.letters
        }
    }
}
