import CLinuxSockets
import Glibc
import Synchronization

/// The way into the thread of a ``LookupLoop``: what others want of it, and a descriptor that wakes
/// it.
final class Mailbox: Sendable {
    /// What others want.
    enum Letter: Sendable {
        /// Ask a question.
        case ask(LookupTicket)
        /// Nobody waits for this any more.
        case abandon(LookupTicket)
        /// End the thread.
        case stop
    }

    /// The descriptor that becomes readable when letters have come.
    let descriptor: Int32

    private let letters = Mutex<[Letter]>([])

    /// What the thread has found out about DNSSEC, for others to read.
    let validation: Mutex<ValidationState>

    /// Creates a mailbox; `nil` when the system has no descriptor left.
    init?(validation: ValidationState) {
        descriptor = eventfd(0, Int32(EFD_NONBLOCK) | Int32(EFD_CLOEXEC))
        guard descriptor >= 0 else { return nil }
        self.validation = Mutex(validation)
    }

    deinit { close(descriptor) }

    /// Sends a letter, from any thread.
    ///
    /// Only the first of those that wait wakes the thread: ``take()`` looks at the descriptor before
    /// it takes the letters, so none stays behind.
    func send(_ letter: Letter) {
        let isFirst = letters.withLock { letters in
            letters.append(letter)
            return letters.count == 1
        }
        if isFirst { eventfd_write(descriptor, 1) }
    }

    /// Takes all letters, in the order sent.
    func take() -> [Letter] {
        var count: eventfd_t = 0
        eventfd_read(descriptor, &count)
        return letters.withLock { letters in
            defer { letters = [] }
            return letters
        }
    }
}
