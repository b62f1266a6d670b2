import CLinuxSockets
import Glibc
import Synchronization

/// How other threads reach the loop: a list under a lock, and an eventfd that wakes it.
final class Mailbox: Sendable {
    /// Becomes readable when a message waits.
    let descriptor: Int32

    private let contents = Mutex(Contents())

    /// Takes over an eventfd.
    init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Leaves a message; `false` when the loop has ended and nobody will read it.
    func post(_ message: Message) -> Bool {
        let (isOpen, isFirst) = contents.withLock { contents in
            guard contents.isOpen else { return (false, false) }
            contents.messages.append(message)
            return (true, contents.messages.count == 1)
        }
        // The loop takes all messages at once, so only the first needs to wake it.
        if isFirst { eventfd_write(descriptor, 1) }
        return isOpen
    }

    /// Takes all messages in the order in which they came, and leaves an emptied list in exchange.
    func take(into list: inout [Message]) {
        var count: eventfd_t = 0
        eventfd_read(descriptor, &count)
        list.removeAll(keepingCapacity: true)
        contents.withLock { swap(&$0.messages, &list) }
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
    }
}
