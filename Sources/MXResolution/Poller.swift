import CLinuxSockets
import Glibc

/// The descriptors that one thread waits for, by epoll(7).
final class Poller {
    /// What happened to a descriptor.
    struct Readiness {
        let canRead: Bool
        let canWrite: Bool
        /// Whether there is an error to be fetched.
        var hasError = false
    }

    /// The most events that are taken at once; more wait for the next turn.
    private static let batch = 64

    private let descriptor: Int32
    private var handlers: [UInt64: (descriptor: Int32, handler: (Readiness) -> Void)] = [:]
    private var lastToken: UInt64 = 0

    /// Makes a descriptor for a poller; negative when the system has none left.
    static func makeDescriptor() -> Int32 { epoll_create1(Int32(EPOLL_CLOEXEC)) }

    /// Creates a poller, which closes the descriptor in the end.
    init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Waits for a descriptor to become readable, and writable where asked.
    ///
    /// The token, and not the descriptor, names the registration, because the system reuses
    /// descriptors at once and an event of the old one may still be under way.
    ///
    /// - Returns: The token, or `nil`, with errno, when the system refuses.
    func add(
        _ descriptor: Int32,
        writing: Bool = false,
        handler: @escaping (Readiness) -> Void
    ) -> UInt64? {
        lastToken += 1
        guard control(EPOLL_CTL_ADD, descriptor, lastToken, writing: writing) else { return nil }
        handlers[lastToken] = (descriptor, handler)
        return lastToken
    }

    /// Changes whether to wait for the descriptor to become writable.
    func change(_ token: UInt64, writing: Bool) {
        guard let (descriptor, _) = handlers[token] else { return }
        _ = control(EPOLL_CTL_MOD, descriptor, token, writing: writing)
    }

    /// Forgets a descriptor, which the caller closes.
    func remove(_ token: UInt64) {
        guard let (descriptor, _) = handlers.removeValue(forKey: token) else { return }
        _ = epoll_ctl(self.descriptor, EPOLL_CTL_DEL, descriptor, nil)
    }

    /// Waits until something happens or the time is over, and calls the handlers.
    func wait(atMost time: Duration) {
        var events = [epoll_event](repeating: epoll_event(), count: Poller.batch)
        let count = epoll_wait(descriptor, &events, Int32(events.count), milliseconds(time))
        guard count > 0 else { return }
        for event in events[..<Int(count)] {
            let broken = event.events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0
            handlers[event.data.u64]?.handler(
                Readiness(
                    canRead: broken || event.events & EPOLLIN.rawValue != 0,
                    canWrite: broken || event.events & EPOLLOUT.rawValue != 0,
                    hasError: event.events & EPOLLERR.rawValue != 0
                )
            )
        }
    }

    private func control(
        _ operation: Int32,
        _ descriptor: Int32,
        _ token: UInt64,
        writing: Bool
    ) -> Bool {
        var event = epoll_event()
        event.events = EPOLLIN.rawValue | (writing ? EPOLLOUT.rawValue : 0)
        event.data.u64 = token
        return epoll_ctl(self.descriptor, operation, descriptor, &event) == 0
    }

    /// Whole milliseconds, rounded up so that nobody wakes too early and spins.
    private func milliseconds(_ time: Duration) -> Int32 {
        let (seconds, attoseconds) = time.components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        let rounded = (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
        return Int32(min(seconds, 3_600) * 1_000 + rounded)
    }
}
