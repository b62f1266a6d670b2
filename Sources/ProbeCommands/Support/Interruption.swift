import Glibc

/// Turns SIGINT and SIGTERM into a call, on a thread of its own.
///
/// The signals are blocked in all other threads, so ``block()`` must run before any thread is started.
enum Interruption {
    /// Keeps the signals from ending the process; a write to a closed pipe becomes an error code.
    static func block() {
        signal(SIGPIPE, SIG_IGN)
        var signals = interesting
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }

    /// Calls `action` at the first signal; the second ends the process at once.
    static func onFirstSignal(_ action: @escaping @Sendable () -> Void) {
        let box = Unmanaged.passRetained(Action(run: action))
        var thread = pthread_t()
        let status = pthread_create(
            &thread,
            nil,
            { pointer in
                guard let pointer else { return nil }
                let action = Unmanaged<Action>.fromOpaque(pointer).takeRetainedValue()
                var signals = Interruption.interesting
                var received: Int32 = 0
                while sigwait(&signals, &received) != 0 {}
                action.run()
                while sigwait(&signals, &received) != 0 {}
                _exit(128 + received)
            },
            box.toOpaque()
        )
        if status == 0 { pthread_detach(thread) } else { box.release() }
    }

    private final class Action: Sendable {
        let run: @Sendable () -> Void
        init(run: @escaping @Sendable () -> Void) { self.run = run }
    }

    private static var interesting: sigset_t {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        sigaddset(&signals, SIGTERM)
        return signals
    }
}
