import CLinuxSockets
import Glibc
import Synchronization

/// How other threads reach the loop: a list under a lock, and an eventfd that wakes it.
final class Mailbox: Sendable {
    /// Written when a message comes while the loop sleeps; never read, since epoll tells each write once.
    let descriptor: Int32

    private let contents = Mutex(Contents())

    /// Takes over an eventfd.
    init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Leaves a message; `false` when the loop has ended and nobody will read it.
    func post(_ message: Message) -> Bool {
        let (isOpen, wakes) = contents.withLock { contents in
            guard contents.isOpen else { return (false, false) }
            contents.messages.append(message)
            let wasAsleep = contents.isAsleep
            contents.isAsleep = false
            return (true, wasAsleep)
        }
        // A loop that is at work looks here before it sleeps, and needs no system call.
        if wakes { eventfd_write(descriptor, 1) }
        return isOpen
    }

    /// Says that the loop is about to sleep; `false` when a message forbids it.
    func prepareToSleep() -> Bool {
        contents.withLock { contents in
            contents.isAsleep = contents.messages.isEmpty
            return contents.isAsleep
        }
    }

    /// Takes all messages in the order in which they came, and leaves an emptied list in exchange.
    func take(into list: inout [Message]) {
        list.removeAll(keepingCapacity: true)
        contents.withLock { contents in
            contents.isAsleep = false
            swap(&contents.messages, &list)
        }
    }

    /// Takes the last messages; from then on none is accepted.
    func closeAndTake() -> [Message] {
        contents.withLock { contents in
            contents.isOpen = false
            let last = contents.messages
            contents.messages = []
            return last
        }
    }

    /// What the loop can be told.
    enum Message: Sendable {
        /// Hold a session.
        case start(ProbeJob)
        /// End the session with this number at once; it may be over already.
        case cancel(UInt64)
        /// Say when no session is ending any more.
        case drain(CheckedContinuation<Void, Never>)
        /// The trusted roots are read; `nil` when TLS cannot be used at all.
        case tlsLoaded(TLSContext?)
        /// End all sessions and the loop.
        case stop
    }

    private struct Contents {
        var messages: [Message] = []
        var isOpen = true
        var isAsleep = false
    }
}
